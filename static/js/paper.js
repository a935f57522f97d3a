// A paper: every choice is sent at once, kept on the phone until the server has it, and shown as what it is.
// The clock is the server's: it says how many milliseconds are left, and the phone's own clock is never asked.

import { bodyOf, keep, kept, positionIn } from "./unsent.js";

const head = document.querySelector("[data-paper]");
const forms = [...document.querySelectorAll(".paper-question")];
const banner = document.querySelector("[data-offline]");
const countdown = document.querySelector("[data-countdown]");
const deadlineForm = document.querySelector("[data-deadline-form]");
const handIn = document.querySelector("[data-hand-in]");
const csrf = deadlineForm.querySelector("[name=csrfmiddlewaretoken]").value;
const paper = head.dataset.paper;
let hold = Number(head.dataset.hold);
const takenNotice = document.querySelector("[data-taken]");
const everything = "all" in head.dataset;
const oneWay = "oneWay" in head.dataset;
const GIVE_UP_MS = 8000;
const SHOW_SLOW_MS = 1800;
const LONGEST_WAIT_MS = 15000;
const TYPING_PAUSE_MS = 1200;
const LOOK_AGAIN_MS = 20000;

function text(name, value = "") {
  const found = document.getElementById("paper-texts")?.content.querySelector(`[data-text=${name}]`);
  return (found?.textContent ?? "").replace("%s", value);
}

// ---------- What has not reached the server yet: position → {pairs, hold, edit} ----------
const unsent = new Map();
const revisions = new Map(forms.map((form) => [Number(form.dataset.position), Number(form.dataset.revision ?? 0)]));

function put(position, item) {
  unsent.delete(position); // newest last
  unsent.set(position, item);
  keep(paper, position, item);
}

function drop(position) {
  unsent.delete(position);
  keep(paper, position);
}

// ---------- Showing ----------
function formAt(position) {
  return forms.find((form) => Number(form.dataset.position) === position);
}

const ASIDE = new Set(["csrfmiddlewaretoken", "position", "hold", "go"]);

// What the boxes of a question hold, as pairs of name and value: ticked, chosen or typed.
function held(form) {
  return [...new FormData(form)].filter(([name, value]) => !ASIDE.has(name) && value !== "");
}

function fill(form, pairs) {
  for (const box of form.elements) {
    if (!box.name || ASIDE.has(box.name) || box.type === "submit") continue;
    const values = pairs.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else box.value = values[0] ?? "";
  }
}

// Two lines in one place would be no order: the one that had it gives it up.
function giveUpRank(form, changed) {
  if (!("rank" in changed.dataset) || !changed.value) return;
  for (const other of form.querySelectorAll("[data-rank]")) {
    if (other !== changed && other.name.startsWith(changed.name.split("place-")[0]) && other.value === changed.value) {
      other.value = "";
    }
  }
}

function say(position, kind, value, answered = false) {
  const line = formAt(position)?.querySelector("[data-saved]");
  if (!line) return;
  line.textContent = kind === "ok" && !answered ? text("none") : text(kind, value);
  line.className = `saved saved--${{ ok: answered ? "ok" : "none", busy: "busy" }[kind] ?? "bad"}`;
  const jump = document.querySelector(`[data-jump="${position}"]`);
  if (!jump) return;
  jump.classList.toggle("jump--done", kind === "ok" && answered);
  jump.querySelector("[data-jump-state]").textContent = ` ${text(kind === "ok" && answered ? "answered" : "unanswered")}`;
}

function show(position) {
  const wanted = formAt(position);
  if (!wanted) return;
  if (!everything) for (const form of forms) form.hidden = form !== wanted;
  for (const jump of document.querySelectorAll("[data-jump]")) {
    if (Number(jump.dataset.jump) === position) jump.setAttribute("aria-current", "step");
    else jump.removeAttribute("aria-current");
  }
  history.replaceState(null, "", `?cau=${position}`);
  if (everything) wanted.scrollIntoView();
  else window.scrollTo(0, 0);
  wanted.focus({ preventScroll: true });
}

function online(yes) {
  banner.hidden = yes;
}

// ---------- Sending: one at a time, newest state of each question, again until it is there ----------
let sending = false;
let tries = 0;
let retry = 0;
let leaveFor = "";

async function ask(url, options) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), GIVE_UP_MS);
  const slow = setTimeout(() => online(false), SHOW_SLOW_MS);
  try {
    const response = await fetch(url, { ...options, signal: stop.signal, headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!response.ok && response.status !== 409) throw new Error(String(response.status));
    online(true);
    return { ok: response.ok, answer };
  } finally {
    clearTimeout(late);
    clearTimeout(slow);
  }
}

let closed = false;
let taken = false;

async function sendFirst() {
  const [position, item] = unsent.entries().next().value;
  say(position, "busy");
  const { ok, answer } = await ask(head.dataset.saveUrl, {
    method: "POST",
    body: bodyOf(csrf, position, item),
    keepalive: true,
  });
  if (answer.taken) return tellTaken();
  if (ok) setRemaining(answer.remaining_ms);
  closed ||= Boolean(answer.over);
  if (answer.revision) revisions.set(position, answer.revision);
  if (unsent.get(position) !== item) return; // changed meanwhile: the newer one follows
  if (answer.error === "Outdated" && answer.hold === item.hold) {
    put(position, { ...item, edit: answer.revision + 1 }); // another tab was here first; this choice is the later one
    return;
  }
  drop(position);
  if (ok) say(position, "ok", answer.shown, item.pairs.length > 0);
  else say(position, "refused", answer.message);
}

async function pump() {
  clearTimeout(retry);
  if (sending || taken) return;
  sending = true;
  try {
    while (unsent.size && !taken) {
      await sendFirst();
      tries = 0;
    }
    if (closed) return leave(head.dataset.resultUrl);
    if (leaveFor && !taken) location.assign(leaveFor);
  } catch {
    for (const position of unsent.keys()) say(position, "bad");
    online(false);
    tries += 1;
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
    retry = setTimeout(pump, wait * (0.5 + Math.random() / 2));
  } finally {
    sending = false;
  }
}

function leave(url) {
  location.replace(url);
}

// ---------- Another device ----------
function lock(yes) {
  for (const form of forms) form.querySelector("fieldset").disabled = yes;
}

function tellTaken() {
  taken = true;
  lock(true);
  for (const position of unsent.keys()) say(position, "kept");
  takenNotice.hidden = false;
  window.scrollTo(0, 0);
}

async function takeBack(event) {
  event.preventDefault();
  try {
    const body = new FormData(event.target);
    const { ok, answer } = await ask(event.target.action, { method: "POST", body });
    taken = false;
    if (ok) hold = answer.hold;
    if (ok) await pump(); // under the hold in which it was chosen: what the other device answered later stays
    if (!unsent.size) location.reload();
  } catch {
    online(false);
  }
}

// ---------- The clock ----------
let endsAt = 0;
let over = false;

function setRemaining(milliseconds) {
  endsAt = performance.now() + milliseconds;
}

function tick() {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (countdown.textContent !== shown) countdown.textContent = shown;
  countdown.classList.toggle("countdown--soon", left <= 60);
  if (left === 0 && !over) {
    over = true;
    finish();
  }
}

async function finish() {
  lock(true);
  try {
    await pump();
    const { answer } = await ask(head.dataset.remainingUrl);
    if (answer.over) return leave(head.dataset.resultUrl);
    if (answer.remaining_ms > 1000) {
      over = false;
      lock(taken);
      return setRemaining(answer.remaining_ms);
    }
    deadlineForm.submit();
  } catch {
    online(false);
    setTimeout(finish, 2000 + Math.random() * 1000);
  }
}

async function lookAgain() {
  try {
    const { answer } = await ask(head.dataset.remainingUrl);
    closed ||= answer.over;
    setRemaining(answer.remaining_ms);
    if (answer.taken && !taken) return tellTaken();
    if (taken && !answer.taken && !answer.over) return location.reload(); // another tab took it back
  } catch {
    online(false);
  }
  if (unsent.size || closed) pump();
}

// ---------- Wiring ----------
for (const form of forms) {
  const position = Number(form.dataset.position);
  form.tabIndex = -1;
  let typing = 0;
  const chosen = () => {
    clearTimeout(typing);
    const last = unsent.get(position);
    const edit = Math.max(revisions.get(position), last?.hold === hold ? last.edit : 0) + 1;
    put(position, { pairs: held(form), hold, edit });
    say(position, "busy");
    pump();
  };
  form.addEventListener("change", (event) => {
    giveUpRank(form, event.target);
    chosen();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, [type=text]")) return;
    clearTimeout(typing);
    typing = setTimeout(chosen, TYPING_PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    if (oneWay) return; // the server alone goes on, for good
    event.preventDefault();
    show(Number(event.submitter?.value ?? position));
  });
}

for (const button of document.querySelectorAll("[data-script-hides]")) button.hidden = true;

for (const jump of document.querySelectorAll("[data-jump]")) {
  jump.addEventListener("click", (event) => {
    event.preventDefault();
    show(Number(jump.dataset.jump));
  });
}

handIn?.addEventListener("click", (event) => {
  if (!unsent.size) return;
  event.preventDefault();
  leaveFor = handIn.href;
  for (const position of unsent.keys()) say(position, "waiting");
  pump();
});

for (const [position, item] of kept(paper)) {
  const form = formAt(position);
  if (form) fill(form, item.pairs);
  unsent.set(position, item);
}

// What another tab of this browser has answered, or has brought to the server.
window.addEventListener("storage", ({ key, newValue }) => {
  const position = positionIn(paper, key);
  if (position === null) return;
  if (!newValue) return void unsent.delete(position);
  const item = JSON.parse(newValue);
  const form = formAt(position);
  if (form) fill(form, item.pairs);
  revisions.set(position, Math.max(revisions.get(position) ?? 0, item.edit));
  unsent.delete(position);
});

takenNotice?.querySelector("form").addEventListener("submit", takeBack);
window.addEventListener("offline", () => online(false));
window.addEventListener("online", lookAgain);
window.addEventListener("pageshow", (event) => event.persisted && lookAgain());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookAgain());

// Only where the rules of the contest say so, and told there; it may be lost.
function noteAway(left) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", csrf);
  body.append("left", left ? "1" : "0");
  navigator.sendBeacon?.(head.dataset.awayUrl, body);
}
if (head.dataset.awayUrl) document.addEventListener("visibilitychange", () => noteAway(document.visibilityState === "hidden"));

setRemaining(Number(head.dataset.remainingMs));
setInterval(tick, 250);
setInterval(() => document.visibilityState === "visible" && lookAgain(), LOOK_AGAIN_MS * (0.9 + Math.random() / 5));
tick();
if (!navigator.onLine) online(false);
if (unsent.size) pump();
