// What bell, captains, cards and own pace put on a player's phone, beside question and answer.

import { choiceText, make, mark, stem } from "./live-screen.js";

const signed = new Intl.NumberFormat(document.documentElement.lang, { signDisplay: "exceptZero" });

/**
 * say: the page's texts. ask: sends {type, …} to the server by socket or HTTP; the reply comes to `take`.
 * form: (now, choices) → the choices of a question, to be tapped. redraw: shows the present frame again.
 */
export class Plays {
  constructor({ say, ask, form, redraw }) {
    Object.assign(this, { say, ask, form, redraw });
    this.served = null; // the question at one's own pace, as the server gave it
    this.chosen = [];
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Says whether a player stands as before, so that what they are touching need not be drawn again. */
  same(before, now) {
    const told = (me) => JSON.stringify([me.answers, me.out, me.bell, me.cards]);
    return told(before) === told(now);
  }

  /** Takes a reply to what this phone asked for; says whether it was one. mine: what is this player's own. */
  take(message, mine) {
    switch (message.type) {
      case "rung":
        mine.bell = "rung";
        break;
      case "starred":
        mine.cards = { left: message.left, played: { ...mine.cards?.played, star: [] } };
        break;
      case "halved":
        mine.cards = { left: message.left, played: { ...mine.cards?.played, half: message.removed } };
        break;
      case "served":
      case "kept":
        this.served = message;
        this.chosen = [];
        break;
      default:
        return false;
    }
    this.redraw();
    return true;
  }

  /** Who answers for this phone, where it does not. */
  notes({ me }) {
    if (me.out) return [this.#note(this.say("is_out"))];
    if (me.answers) return [];
    return [this.#note(me.captain ? this.say("captain_answers", me.captain) : this.say("no_seat"))];
  }

  #note(text) {
    return make("p", { className: "notice", text });
  }

  /** Stars before the choices, 50:50 with them. */
  cards(now) {
    const cards = now.me.cards;
    if (!cards || now.manner !== "all" || !now.me.answers) return [];
    const place = { position: now.position, run: now.run };
    if ("star" in cards.played && now.state !== "revealed") return [this.#note(this.say("star_on")), ...this.#half(now, cards, place)];
    const early = now.state === "question" && !now.question.choices.length;
    return early && cards.left.star ? [this.#button("star", cards.left.star, { type: "star", ...place })] : this.#half(now, cards, place);
  }

  #half(now, cards, place) {
    if (now.state !== "answering" || now.question.kind !== "single" || now.question.choices.length < 3) return [];
    if ("half" in cards.played) return [make("p", { className: "small strong", text: this.say("half_on") })];
    return cards.left.half ? [this.#button("half", cards.left.half, { type: "half", ...place })] : [];
  }

  #button(word, left, message) {
    const button = make("button", { type: "button", className: "secondary btn-wide", text: this.say(word, left) });
    button.addEventListener("click", () => {
      button.disabled = true;
      this.ask(message);
    });
    return button;
  }

  /** The choices that 50:50 has left this player. */
  left(now) {
    const removed = now.me.cards?.played.half ?? [];
    return now.question.choices.filter((choice) => !removed.includes(choice.id));
  }

  /** A question with the bell, from its stem to its end. */
  bell(now) {
    const holder = now.bell?.holder;
    const mine = now.me.bell === "holds";
    const parts = [...this.notes(now), stem(now)];
    if (holder && !mine) parts.push(make("p", { className: "strong live-word", role: "status", text: this.say("has_word", `${holder.name} · ${holder.unit}`) }));
    if (mine && now.state === "held") return [...parts, make("p", { className: "strong", role: "status", text: this.say("bell_holds") }), this.form(now)];
    parts.push(this.#list(now.question.choices), ...this.turns(now));
    if (["question", "arriving", "bell", "held"].includes(now.state)) parts.push(this.#bellButton(now));
    return parts;
  }

  #bellButton(now) {
    if (!now.me.answers) return make("p", { className: "muted", text: this.say("bell_not_yours") });
    if (now.me.bell !== "may") return make("p", { className: "strong", role: "status", text: this.say(`bell_${now.me.bell}`) });
    const button = make("button", { type: "button", className: "btn-wide live-bell", "data-ring": "", text: this.say("ring") });
    button.addEventListener("click", () => this.ask({ type: "ring", position: now.position, run: now.run }));
    return make("div", { className: "live-bell-box" }, button, make("p", { className: "small muted", text: this.say("ring_hint") }));
  }

  #key(event) {
    const button = document.querySelector("[data-ring]");
    if (event.key !== " " || event.repeat || !button || event.target.closest("button, a, input, summary")) return;
    event.preventDefault();
    button.click();
  }

  /** Says whether a verdict on this player's own answer is to be shown: they could give one, or did. */
  speaks(now) {
    return now.fate === "voided" || (now.manner !== "bell" && (now.me.answers || now.me.chosen.length > 0));
  }

  /** What became of this player's turn at the bell, if they had one. */
  turn(now) {
    const mine = now.bell?.turns.find((turn) => turn.id === now.me.id);
    if (!mine) return "";
    const [word, look] = mine.outcome === "right" ? ["was_right", "notice--ok"] : ["was_wrong", "notice--bad"];
    return make("div", { className: `notice ${look}` }, make("p", { className: "strong", text: this.say(word, signed.format(now.me.result.points)) }));
  }

  /** What became of each turn at this question. */
  turns(now) {
    return turnList(now, this.say);
  }

  #list(choices) {
    return make("ul", { className: "choices" }, ...choices.map((choice, index) => make("li", { className: "choice" }, mark(index), choiceText(choice))));
  }

  /** At one's own pace: the question that the server has served, or the word that there is none. */
  paced(now) {
    const parts = this.notes(now);
    if (!now.me.answers) return [...parts, make("p", { text: this.say("on_their_way") })];
    if (now.state === "closed") return [...parts, make("p", { text: this.say("wait_for_end") })];
    if (!this.served) {
      if (now.state === "paced") this.ask({ type: "next" });
      return parts;
    }
    const { question, place, of, position } = this.served;
    if (!question) return [...parts, make("p", { className: "strong", text: this.say("all_done") })];
    const asked = { question, me: { ...now.me, chosen: this.chosen } };
    const go = make("button", { type: "button", className: "btn-wide", text: this.say("go_on") });
    const leave = make("button", { type: "button", className: "secondary btn-wide", text: this.say("pass") });
    go.disabled = !this.chosen.length || now.state !== "paced";
    leave.disabled = now.state !== "paced";
    const answer = (chosen) => {
      go.disabled = leave.disabled = true;
      this.ask({ type: "paced", position, chosen });
    };
    go.addEventListener("click", () => answer(this.chosen));
    leave.addEventListener("click", () => answer([]));
    const form = this.form(asked, (chosen) => {
      this.chosen = chosen;
      go.disabled = !chosen.length || now.state !== "paced";
    });
    return [...parts, make("p", { className: "strong", text: this.say("progress", place, of) }), stem(asked), form, go, leave];
  }

  /** Question by question, what was right, once everybody has come to the end. */
  keys(now) {
    return keyList(now, this.say);
  }
}

/** The clock to show, and whether it stands: of who holds the bell while somebody does, else of the question. */
export function clockOf(now) {
  return [now.bell?.held_ms ?? now.remaining_ms, now.state === "paused"];
}

export function turnList(now, say) {
  const turns = now.bell?.turns ?? [];
  if (!turns.length) return [];
  return [
    make(
      "ol",
      { className: "live-turns" },
      ...turns.map((turn) =>
        make(
          "li",
          {},
          make("span", { text: `${turn.name} · ${turn.unit} ` }),
          make("span", { className: `tag ${turn.outcome === "right" ? "tag--ok" : "tag--bad"}`, text: say(`turn_${turn.outcome}`) }),
        ),
      ),
    ),
  ];
}

export function keyList(now, say) {
  const own = (position) => now.me?.given?.[position] ?? [];
  return (now.keys ?? []).map(({ position, question, reveal }) =>
    make(
      "section",
      { className: "card" },
      make("p", { className: "strong", text: `${say("progress", position, now.steps)}. ${question.stem}` }),
      make(
        "ul",
        { className: "choices" },
        ...question.choices.map((choice, index) =>
          make(
            "li",
            { className: ["choice", reveal.right.includes(choice.id) && "choice--right", own(position).includes(choice.id) && "choice--mine"].filter(Boolean).join(" ") },
            mark(index),
            choiceText(choice),
            reveal.right.includes(choice.id) ? make("span", { className: "tag tag--ok", text: say("right") }) : null,
            own(position).includes(choice.id) ? make("span", { className: "tag tag--info", text: say("mine") }) : null,
          ),
        ),
      ),
      reveal.explanation ? make("p", { className: "small", text: reveal.explanation }) : null,
    ),
  );
}
