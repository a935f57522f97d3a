// A player's phone: shows the round, sends answers until the server has acknowledged them.

import { boardTable, choiceText, citation, Countdown, make, mark, placesOf, stem, texts } from "./live-screen.js";
import { clockOf, Plays } from "./live-plays.js";
import { Socket } from "./socket.js";

const POLL_MS = 2000;
const RESEND_MS = 1500;

const root = document.querySelector("#live");
const say = texts();
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const countdown = new Countdown(part("countdown"));
let frame = null;
let unsentSince = 0;
let unsent = null; // the last choice that the server has not acknowledged
const signed = new Intl.NumberFormat(document.documentElement.lang, { signDisplay: "exceptZero" });
let ref = 0;
let asked = 0; // the last ref of what was no answer
let polling = null;
let mine = {}; // what the server says of this player alone
const plays = new Plays({ say, ask, form: choices, redraw: () => ((frame = withMine(frame)), draw()) });
let told = ""; // which question this phone has said that it shows
let before = new Map(); // places on the board shown last

const socket = new Socket(root.dataset.socket, {
  onMessage: take,
  onState(state, failures) {
    if (state === "refused") return void toTheDoor(); // the host has shown it to us
    const away = state === "offline";
    if (away) told = "";
    if (away && failures >= 2 && !polling) polling = setInterval(poll, POLL_MS);
    if (!away && polling) polling = clearInterval(polling) ?? null;
    tellNetwork(away ? (navigator.onLine ? "net_server" : "net_own") : "net_good");
    if (!away) resend();
  },
});
setInterval(resend, RESEND_MS);

/** Says how this phone is connected, in words, and whose network is at fault where it is not. */
function tellNetwork(word) {
  const line = part("network");
  const good = word === "net_good";
  line.textContent = good ? say("net_good") : "";
  line.hidden = !good;
  part("offline").textContent = good ? "" : say(word);
  part("offline").hidden = good;
}

function toTheDoor() {
  location.assign(root.dataset.joinUrl);
}

function take(message) {
  if (message.type === "me") {
    mine = { ...mine, ...message };
    if (frame && frame.version >= message.version) show(withMine(frame));
  } else if (message.type === "round" && (!frame || message.version >= frame.version)) {
    if (message.me) mine = { ...mine, ...message.me };
    show(withMine(message));
  } else if (message.type === "answered" && message.ref === unsent?.ref) {
    const { position, run, chosen } = message;
    mine = { ...mine, position, run, chosen };
    settled(frame.change ? "saved" : "stands");
  } else if (frame && plays.take(message, mine)) savedState("");
  else if (message.type === "refused" && message.ref === asked) {
    draw();
    savedState("refused", message.message);
  } else if (message.type === "refused" && message.ref === unsent?.ref) {
    if (message.code === "paused") savedState("wait_for_it");
    else settled("refused", message.message);
  }
}

/** What is mine, beside the question that it belongs to; of another question only the points are. */
function withMine(shared) {
  const same = mine.position === shared.position && mine.run === shared.run;
  const chosen = unsent?.chosen ?? (same ? mine.chosen : []);
  const cards = mine.cards && (same ? mine.cards : { ...mine.cards, played: {} });
  return { ...shared, me: { ...mine, chosen, cards, result: same ? mine.result : null } };
}

function settled(state, words = "") {
  unsent = null;
  savedState(state, words);
}

function savedState(state, words = "") {
  const line = part("saved");
  line.className = `saved live-saved ${{ saved: "saved--ok", stands: "saved--ok", wait_for_it: "saved--busy", busy: "saved--busy", waiting: "saved--bad", refused: "saved--bad" }[state] ?? ""}`;
  line.textContent = state === "refused" ? words : say(state);
}

/** Asks over HTTP while no socket comes through. Whoever may not ask any more has been shown the door. */
async function poll() {
  try {
    const answer = await fetch(root.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) return void toTheDoor();
    if (!answer.ok) throw new Error(String(answer.status));
    const message = await answer.json();
    if (!message.me) return void toTheDoor();
    if (!polling) return; // the socket was quicker
    take(message);
    tellNetwork("net_round_about");
  } catch {
    if (polling) tellNetwork(navigator.onLine ? "net_server" : "net_own");
  }
}

function send(chosen) {
  ref += 1;
  unsent = { type: "answer", position: frame.position, run: frame.run, chosen, ref };
  unsentSince = performance.now();
  savedState("busy");
  if (!socket.send(unsent)) resend();
}

async function resend() {
  if (!unsent || frame?.state === "paused") return;
  if (performance.now() - unsentSince > RESEND_MS / 2) savedState("waiting");
  if (socket.send(unsent)) return;
  try {
    take(await (await post(unsent)).json());
  } catch {
    /* the next try comes by itself */
  }
}

/** Asks for what is not an answer: to ring, to play a card, to be served. Pressed once more where it was lost. */
async function ask(message) {
  asked = ref += 1;
  const sent = { ...message, ref };
  if (socket.send(sent)) return;
  try {
    take(await (await post(sent)).json());
  } catch {
    draw();
    savedState("waiting");
  }
}

function post(message) {
  return fetch(root.dataset.answerUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.csrf },
    body: JSON.stringify(message),
  });
}

function show(next) {
  const sameQuestion = frame && frame.position === next.position && frame.run === next.run && frame.state === next.state && plays.same(frame.me, next.me);
  frame = next;
  if (unsent && (unsent.position !== next.position || unsent.run !== next.run || !["answering", "paused"].includes(next.state))) unsent = null;
  countdown.set(...clockOf(next));
  part("progress").textContent = next.question ? say("progress", next.position, next.steps) : "";
  part("me").textContent = next.me ? say("points", next.me.points) : "";
  tellGot(next);
  if (sameQuestion && next.state === "answering") return;
  part("state").textContent = say(next.state);
  savedState("");
  draw();
  if (next.state === "answering" && next.me.chosen.length) savedState(next.change ? "saved" : "stands");
  if (unsent) savedState(next.state === "paused" ? "wait_for_it" : "busy");
}

function draw() {
  const view = frame.manner === "bell" && frame.question && !frame.reveal && !frame.board ? plays.bell(frame) : views[frame.state](frame);
  part("body").replaceChildren(...view);
}

/** Says once per question, and again after each reconnect, that it is on this screen with all its choices. */
function tellGot(now) {
  if (!["arriving", "answering", "bell"].includes(now.state)) return;
  const place = `${now.position}/${now.run}/${now.state}`;
  if (place === told) return;
  told = place;
  const message = { type: "got", position: now.position, run: now.run };
  if (!socket.send(message)) post(message).catch(() => (told = ""));
}

function choices(now, tapped = send) {
  const several = now.question.kind === "multiple";
  const list = make("fieldset", { className: "choices" }, make("legend", { className: "visually-hidden", text: say("choose") }));
  if (several) list.append(make("p", { className: "small strong", text: say("several") }));
  const left = plays.left(now);
  now.question.choices.forEach((choice, index) => {
    if (!left.includes(choice)) return;
    const input = make("input", { type: several ? "checkbox" : "radio", name: "choice", value: String(choice.id) });
    input.checked = now.me.chosen.includes(choice.id);
    input.addEventListener("change", () => {
      const chosen = [...list.querySelectorAll("input:checked")].map((checked) => Number(checked.value));
      now.me.chosen = chosen;
      if (chosen.length || tapped !== send) tapped(chosen);
    });
    list.append(make("label", { className: "choice" }, input, mark(index), choiceText(choice)));
  });
  return list;
}

function shown(now) {
  const items = now.question.choices.map((choice, index) => {
    const mine = now.me.chosen.includes(choice.id);
    const right = now.reveal?.right.includes(choice.id);
    const looks = [right && "choice--right", mine && "choice--mine", now.reveal && mine && !right && "choice--wrong"];
    return make(
      "li",
      { className: ["choice", ...looks].filter(Boolean).join(" ") },
      mark(index),
      choiceText(choice),
      right ? make("span", { className: "tag tag--ok", text: say("right") }) : null,
      mine ? make("span", { className: "tag tag--info", text: say("mine") }) : null,
    );
  });
  return make("ul", { className: "choices" }, ...items);
}

function verdict(now) {
  if (now.fate === "voided") return make("div", { className: "notice" }, make("p", { className: "strong", text: say("voided") }));
  const { fraction, points } = now.me.result;
  const silent = !now.me.chosen.length;
  const word = silent ? "silent" : fraction === 1 ? "was_right" : "was_wrong";
  const look = fraction === 1 ? "notice--ok" : "notice--bad";
  return make("div", { className: `notice ${look}` }, make("p", { className: "strong", text: say(word, signed.format(points)) }));
}

function boards(now) {
  const { people, units, halls } = now.board;
  const shown = [
    boardTable(people, say("people"), say, { own: now.me.id, before }),
    units.length ? boardTable(units, say("units"), say) : "",
    halls.length ? boardTable(halls, say("halls"), say) : "",
  ];
  before = placesOf(people);
  return shown;
}

function ownPlace(now) {
  return make("p", { className: "live-place strong", text: say("my_place", now.me.place ?? "–", now.me.points) });
}

const views = {
  lobby: (now) => [
    make("p", { className: "question", text: say("in_room", now.me.name) }),
    make("p", { className: "muted", text: now.me.unit }),
    make("p", { text: say("keep_open") }),
  ],
  question: (now) => [...plays.notes(now), stem(now), ...plays.cards(now), now.question.choices.length ? shown(now) : make("p", { className: "muted", text: say("read") })],
  arriving: (now) => [stem(now), shown(now)],
  paused: (now) => (now.question ? [stem(now), shown(now)] : plays.paced(now)),
  paced: (now) => plays.paced(now),
  skipped: () => [make("p", { text: say("next_comes") })],
  answering: (now) => [...plays.notes(now), stem(now), ...plays.cards(now), now.me.answers ? choices(now) : shown(now)],
  closed: (now) => (now.question ? [stem(now), shown(now)] : plays.paced(now)),
  revealed: (now) => now.keys ? plays.keys(now) : [
    ...plays.notes(now),
    plays.speaks(now) ? verdict(now) : plays.turn(now),
    stem(now),
    shown(now),
    now.reveal.explanation ? make("p", { text: now.reveal.explanation }) : "",
    citation(now) ?? "",
  ],
  board: (now) => [ownPlace(now), ...boards(now)],
  finished: (now) => [ownPlace(now), ...boards(now)],
};
