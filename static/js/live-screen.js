// What the phone, the projector and the host's screen of a live round share.

export const LETTERS = "ABCDEF";

/** Makes an element; text is set as text, never as HTML. */
export function make(tag, { className = "", text = "", ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== "") element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

/** Texts of the page, translated there: <span data-text="name"> inside <template id="texts">. %s are filled in order. */
export function texts() {
  const found = {};
  for (const node of document.querySelector("#texts").content.querySelectorAll("[data-text]")) {
    found[node.dataset.text] = node.textContent.trim();
  }
  return (name, ...values) => values.reduce((text, value) => text.replace("%s", value), found[name] ?? "");
}

export const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

export function mark(index) {
  return make("span", { className: `choice__mark mark-${LETTERS[index].toLowerCase()}`, text: LETTERS[index] });
}

/** Pictures, sounds and films, each with the words that stand for it. */
export function media(list) {
  return list.map(({ kind, address, alt }) =>
    kind === "image"
      ? make("img", { className: "medium", src: address, alt })
      : make(kind, { className: "medium", src: address, controls: "", preload: "none", playsinline: "", "aria-label": alt }),
  );
}

export function choiceText(choice) {
  return make("span", { className: "choice__text", text: choice.text }, ...media(choice.media));
}

export function stem(now) {
  const shown = media(now.question.media);
  const asked = make("p", { className: "question", text: now.question.stem });
  return shown.length ? make("div", { className: "live-asked" }, asked, ...shown) : asked;
}

/** Counts down to the server's deadline with this device's steady clock; the wall clock is never asked. */
export class Countdown {
  constructor(element) {
    this.element = element;
    setInterval(() => this.#show(), 200);
  }

  /** stopped: the round is paused, and the time that is left stands. */
  set(remainingMs, stopped = false) {
    this.stopped = stopped;
    this.endsAt = remainingMs === null ? null : performance.now() + remainingMs;
    this.#show();
  }

  #show() {
    this.element.hidden = this.endsAt === null || this.endsAt === undefined;
    if (this.element.hidden || (this.stopped && this.shown === this.endsAt)) return;
    this.shown = this.endsAt;
    const seconds = Math.max(0, Math.ceil((this.endsAt - performance.now()) / 1000));
    if (this.element.textContent !== String(seconds)) this.element.textContent = String(seconds);
    this.element.classList.toggle("countdown--soon", seconds <= 5);
  }
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const keyOf = (line) => String(line.id ?? line.name);

/** The standings of people, of units, or of halls, as a table. before: places on the board shown last, by key; see `placesOf`. */
export function boardTable(lines, caption, say, { own, before } = {}) {
  const body = make("tbody", {}, ...lines.map((line) => boardRow(line, say, own, before?.get(keyOf(line)))));
  if (before?.size) requestAnimationFrame(() => moveIn([...body.rows], lines, before));
  return make("table", { className: "table board" }, make("caption", { text: caption }), body);
}

/** Which place everybody on these lines has, and where they stand, to be handed to the next board. */
export function placesOf(lines) {
  return new Map(lines.map((line, at) => [keyOf(line), { place: line.place, at }]));
}

function boardRow(line, say, own, earlier) {
  const climbed = earlier ? earlier.place - line.place : 0;
  return make(
    "tr",
    { className: own !== undefined && keyOf(line) === String(own) ? "board__me" : "" },
    make("td", { className: "board__place", text: String(line.place) }),
    make(
      "td",
      { className: "board__name" },
      make("span", { text: line.name }),
      line.simulated ? make("span", { className: "sim-mark", text: say("simulated") }) : null,
      line.unit ? make("span", { className: "muted small live-unit", text: line.unit }) : null,
    ),
    climbed > 0 ? make("td", { className: "board__climb" }, make("span", { text: `▲ ${climbed}`, role: "img", "aria-label": say("climbed", climbed) })) : make("td", { className: "board__climb" }),
    make("td", { className: "board__score num", text: number.format(line.points) }),
  );
}

/** Lets every row travel from where it stood on the last board, or from below it; whoever wants no motion sees none. */
function moveIn(rows, lines, before) {
  if (stillness.matches || !rows.length) return;
  const tops = rows.map((row) => row.offsetTop);
  rows.forEach((row, at) => {
    const was = Math.min(before.get(keyOf(lines[at]))?.at ?? rows.length, rows.length - 1);
    const from = tops[was] - tops[at];
    if (from) row.animate([{ transform: `translateY(${from}px)` }, { transform: "none" }], { duration: 1200, easing: "ease-in-out" });
  });
}

/** The histogram of a revealed question: bar, count, and the right choices named in words. */
export function histogram(frame, say) {
  const { counts, right, answered } = frame.reveal;
  return frame.question.choices.map((choice, index) => {
    const count = counts[choice.id] ?? 0;
    const share = answered ? Math.round((count / answered) * 20) * 5 : 0;
    const isRight = right.includes(choice.id);
    return make(
      "li",
      { className: isRight ? "live-bar live-bar--right" : "live-bar" },
      make(
        "div",
        { className: "live-bar__head" },
        mark(index),
        choiceText(choice),
        isRight ? make("span", { className: "tag tag--ok", text: say("right") }) : null,
      ),
      make(
        "div",
        { className: isRight ? "bar bar--right" : "bar" },
        make("span", { className: `bar__fill w-${share}` }),
        make("span", { className: "bar__value", text: number.format(count) }),
      ),
    );
  });
}

export function citation(frame) {
  const cited = frame.reveal?.citation;
  if (!cited) return null;
  return make(
    "blockquote",
    { className: "legal-quote" },
    make("p", { text: cited.quote }),
    make("cite", { text: `${cited.address}, ${cited.document}` }),
  );
}

/** First, second and third on their steps, tied people on one; a step that nobody stands on is left out. */
export function podium(lines, say) {
  const on = (place) => lines.filter((line) => line.place === place);
  return [2, 1, 3]
    .filter((place) => on(place).length)
    .map((place) =>
      make(
        "li",
        { className: `podium__step podium__step--${place}` },
        ...on(place).map((line) =>
          make(
            "span",
            { className: "podium__name" },
            make("strong", { text: line.name }),
            line.unit ? make("span", { className: "live-unit", text: line.unit }) : null,
            make("span", { className: "num", text: number.format(line.points) }),
          ),
        ),
        make("span", { className: "podium__place", text: say(`place${place}`) }),
      ),
    );
}
