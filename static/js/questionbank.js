// Comforts of writing a question; each works without this script too.

// A button that quotes what is selected in the clause above it. Swapped parts bring buttons anew, so all is delegated.
const selectedIn = (clause) => {
  const selection = document.getSelection();
  if (!clause || !selection.rangeCount || !clause.contains(selection.anchorNode)) return "";
  return clause.contains(selection.focusNode) ? selection.toString().replace(/\s+/g, " ").trim() : "";
};

const clauseOf = (id) => document.querySelector(`[data-selects="${id}"]`);

document.addEventListener("selectionchange", () => {
  for (const button of document.querySelectorAll("[data-quotes]")) {
    button.hidden = !selectedIn(clauseOf(button.dataset.quotes));
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quotes]");
  if (!button) return;
  const words = selectedIn(clauseOf(button.dataset.quotes));
  if (words) document.getElementById(button.dataset.quotes).value = words;
});

// Pressing a button takes the selection away in some browsers before the click comes.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-quotes]")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const presses = event.target.dataset?.presses;
  if (event.key !== "Enter" || !presses) return;
  event.preventDefault();
  document.getElementById(presses).click();
});

// The part around the citation has come anew: what was opened stays in sight, and the focus does not fall to the page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "cited") return;
  const opened = document.getElementById("opened");
  opened?.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body) (opened ?? document.getElementById("cited")).focus({ preventScroll: true });
});

// Only what the chosen kind of question needs is shown; without this script everything is.
const kind = document.getElementById("id_kind");

function showKind() {
  for (const part of document.querySelectorAll("[data-kinds]")) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind.value);
  }
}

kind?.addEventListener("change", showKind);
if (kind) showKind();
