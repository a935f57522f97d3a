// Answers that the server does not have yet, kept on the phone: one item a question, so that tabs do not undo each
// other. An item is {pairs, hold, edit}: what the boxes held, in whose hold of the paper, and which edit it was.

const keyOf = (paper, position) => `hoithi.paper.${paper}.${position}`;

/** Keeps `item` for the question, or nothing more where it is undefined. Without storage nothing is kept. */
export function keep(paper, position, item) {
  try {
    if (item) localStorage.setItem(keyOf(paper, position), JSON.stringify(item));
    else localStorage.removeItem(keyOf(paper, position));
  } catch {
    // Private windows and full phones: the page alone keeps the answers until it is left.
  }
}

/** Everything kept of the paper, as pairs of position and item, lowest position first. */
export function kept(paper) {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      const position = positionIn(paper, key);
      if (position !== null) found.push([position, JSON.parse(localStorage.getItem(key))]);
    }
  } catch {
    return [];
  }
  return found.sort(([one], [other]) => one - other);
}

/** The question that a key of the storage belongs to; null for keys of anything else. */
export function positionIn(paper, key) {
  const start = keyOf(paper, "");
  return key?.startsWith(start) ? Number(key.slice(start.length)) : null;
}

/** What is posted for an item; in this form the server saves it together with what others send. */
export function bodyOf(csrf, position, { pairs, hold, edit }) {
  const body = new URLSearchParams();
  body.append("csrfmiddlewaretoken", csrf);
  body.append("position", position);
  body.append("hold", hold);
  body.append("edit", edit);
  for (const [name, value] of pairs) body.append(name, value);
  return body;
}
