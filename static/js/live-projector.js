// The hall's screen: follows the round, shows what everybody may see.

import { boardTable, choiceText, citation, Countdown, histogram, make, mark, placesOf, podium, stem, texts } from "./live-screen.js";
import { clockOf, keyList, turnList } from "./live-plays.js";
import { Socket } from "./socket.js";

const root = document.querySelector("#live");
const say = texts();
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const countdown = new Countdown(part("countdown"));
let frame = null;
let counts = { joined: 0, answered: 0 };
let before = { people: new Map(), units: new Map(), halls: new Map() }; // places on the board that the hall saw last
const LATE_MS = 15_000; // the server is heard every ten seconds at the latest

const socket = new Socket(root.dataset.socket, {
  onMessage(message) {
    if (message.type === "counts") counts = message;
    else if (message.type === "round" && (!frame || message.version >= frame.version)) show(message);
    if (frame) showCounts();
  },
  onState(state) {
    part("offline").hidden = state === "online";
    part("offline").textContent = say(state === "refused" ? "screen_over" : "screen_offline");
  },
});
setInterval(showDelay, 1000);

/** Says in words whether this hall sees the round as it goes; several halls may follow one round. */
function showDelay() {
  const late = socket.state !== "online" || socket.silentMs > LATE_MS;
  part("live").className = `tag ${late ? "tag--bad" : "tag--ok"}`;
  part("live").textContent = late ? say("delayed", Math.round(socket.silentMs / 1000)) : say("live");
}

function showCounts() {
  const answering = ["arriving", "answering", "paused", "closed"].includes(frame.state) && frame.manner === "all";
  part("counts").textContent = answering ? say("answered", counts.answered, counts.joined) : say("joined", counts.joined);
}

function show(next) {
  frame = next;
  root.dataset.state = next.state;
  countdown.set(...clockOf(next));
  part("progress").textContent = next.question ? say("progress", next.position, next.steps) : "";
  part("state").textContent = say(next.state);
  part("lobby").hidden = next.state !== "lobby";
  const long = next.question ? next.question.stem.length + next.question.choices.reduce((sum, c) => sum + c.text.length, 0) : 0;
  const shown = next.question && [next.question, ...next.question.choices].some((told) => told.media.length);
  root.classList.toggle("stage--long", long > 350 || shown);
  root.classList.toggle("stage--longest", long > 700 || (shown && long > 200));
  part("body").replaceChildren(...(views[next.state]?.(next) ?? []));
}

function choices(now) {
  return make(
    "ul",
    { className: "choices stage__choices" },
    ...now.question.choices.map((choice, index) =>
      make("li", { className: "choice" }, mark(index), choiceText(choice)),
    ),
  );
}

function boards(now, count) {
  const people = now.board.people.slice(0, count);
  const units = now.board.units.slice(0, count);
  const halls = now.board.halls.slice(0, count);
  const shown = make(
    "div",
    { className: units.length || halls.length ? "stage__boards" : "stage__boards stage__boards--one" },
    boardTable(people, say("people"), say, { before: before.people }),
    units.length ? boardTable(units, say("units"), say, { before: before.units }) : "",
    halls.length ? boardTable(halls, say("halls"), say, { before: before.halls, own: root.dataset.hall }) : "",
  );
  before = { people: placesOf(people), units: placesOf(units), halls: placesOf(halls) };
  return shown;
}

/** Who stands below the podium, and the units. */
function rest({ board }) {
  const people = board.people.filter((line) => line.place > 3).slice(0, 3);
  const units = board.units.slice(0, 5);
  const halls = board.halls.slice(0, 5);
  const tables = [people, units, halls].filter((lines) => lines.length).length;
  return make(
    "div",
    { className: tables > 1 ? "stage__boards" : "stage__boards stage__boards--one" },
    people.length ? boardTable(people, say("people"), say) : "",
    units.length ? boardTable(units, say("units"), say) : "",
    halls.length ? boardTable(halls, say("halls"), say, { own: root.dataset.hall }) : "",
  );
}

/** Who has the word, and what became of those before. */
const word = (now) => [
  now.bell?.holder ? make("p", { className: "question live-word", role: "status", text: say("has_word", `${now.bell.holder.name} · ${now.bell.holder.unit}`) }) : "",
  ...turnList(now, say),
  now.still_in === null ? "" : make("p", { className: "strong", text: say("still_in", now.still_in) }),
];

const views = {
  bell: (now) => [...word(now), stem(now), choices(now)],
  held: (now) => [...word(now), stem(now), choices(now)],
  paced: () => [make("p", { className: "question", text: say("on_their_way") })],
  question: (now) => [stem(now), now.question.choices.length ? choices(now) : ""],
  arriving: (now) => [stem(now), choices(now)],
  paused: (now) => (now.question ? [stem(now), choices(now)] : []),
  skipped: () => [make("p", { className: "question", text: say("skipped") }), make("p", { text: say("next_comes") })],
  answering: (now) => [stem(now), choices(now)],
  closed: (now) => (now.question ? [...word(now), stem(now), choices(now)] : [make("p", { className: "question", text: say("closed") })]),
  revealed: (now) => now.keys ? keyList(now, say) : [...word(now), now.fate === "voided" ? make("p", { className: "notice", text: say("voided") }) : "", stem(now), make("ul", { className: "live-bars" }, ...histogram(now, say)), citation(now) ?? ""],
  board: (now) => [boards(now, 8)],
  finished: (now) => [make("ol", { className: "podium" }, ...podium(now.board.people, say)), rest(now)],
};
