// The live pages of a stage contest: they look again every two seconds (htmx), and this keeps what a person is doing.
// Without this script every form still works and a reload shows the newest.

const live = () => document.getElementById("live");

// ---------- What was typed and not yet sent is never swapped away ----------

function dirty(root) {
  return [...root.querySelectorAll("input[name], textarea[name], select[name]")].some((field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") {
      const usual = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(usual, 0);
    }
    return field.value !== field.defaultValue;
  });
}

let opened = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const page = live();
  if (!page || event.detail.target !== page || !event.detail.shouldSwap) return;
  if (event.detail.requestConfig.verb === "get" && dirty(page)) {
    event.detail.shouldSwap = false;
    const behind = page.querySelector("[data-behind]");
    if (behind) behind.hidden = false;
    return;
  }
  opened = [...page.querySelectorAll("details[id]")].map((each) => [each.id, each.open]);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const [id, open] of opened) {
    const found = document.getElementById(id);
    if (found) found.open = open;
  }
  opened = [];
  ready();
});

// ---------- The clock runs on by this page's own count from what the server said ----------

const since = new WeakMap();
const two = (number) => String(number).padStart(2, "0");
const told = (seconds) => `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;

function tick() {
  for (const clock of document.querySelectorAll("[data-gone]")) {
    if (!since.has(clock)) since.set(clock, performance.now());
    const gone = Math.floor((Number(clock.dataset.gone) + performance.now() - since.get(clock)) / 1000);
    const limit = Number(clock.dataset.limit);
    const over = limit && gone > limit ? gone - limit : 0;
    const words = over ? `${told(gone)} · ${clock.dataset.over} ${told(over)}` : told(gone);
    if (clock.textContent !== words) clock.textContent = words;
    clock.classList.toggle("countdown--soon", Boolean(over));
  }
}
setInterval(tick, 250);

// ---------- Marks: big buttons and a slider beside the field that counts ----------

const number = (text) => Number(String(text).replace(",", "."));
const words = (value) => String(Math.round(value * 100) / 100).replace(".", ",");

function follow(field) {
  const slider = document.querySelector(`[data-slides="${field.id}"]`);
  if (slider && field.value !== "") slider.value = number(field.value);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-adds]");
  if (!button) return;
  const field = document.getElementById(button.dataset.to);
  const most = Number(field.dataset.most);
  const wanted = (field.value === "" ? 0 : number(field.value)) + Number(button.dataset.adds);
  field.value = words(Math.min(Math.max(wanted, 0), most));
  follow(field);
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("input", (event) => {
  const { slides } = event.target.dataset;
  if (slides) document.getElementById(slides).value = words(Number(event.target.value));
  else if (event.target.dataset.most) follow(event.target);
});

function ready() {
  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
  tick();
}
ready();

// ---------- A mark that did not arrive is said, and sent again ----------

document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.elt.closest?.(".marks");
  const given = form?.querySelector("[data-kept]");
  if (!given) return;
  for (const [name, value] of Object.entries(Object.fromEntries(event.detail.requestConfig.formData ?? []))) {
    const field = form.elements[name];
    if (field && field.type !== "hidden") field.defaultValue = value;
  }
});

function lost(event) {
  const form = event.detail.elt;
  if (!form.matches?.(".marks")) return;
  const status = form.querySelector("[data-given]");
  status.className = "saved saved--bad";
  status.textContent = form.dataset.unsent;
  setTimeout(() => window.htmx.trigger(form, "change"), 3000);
}
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, lost);
