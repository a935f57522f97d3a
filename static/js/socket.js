// A WebSocket that comes back by itself: phones sleep, networks change, servers restart.

const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const WOKEN_MS = 3_000; // after waking, a connection that says nothing for so long is taken for dead
const BACKOFF_MS = [500, 1000, 2000, 4000, 8000];
const REFUSED = 4403; // the permission table lets us in no more

export class Socket {
  /**
   * path: address on this site. onMessage(message): every frame but pongs.
   * onState("online" | "offline" | "refused", failures): when it changes, and at every further failure; failures in a
   * row since the last frame. Refused: this screen may not follow (any more); it is not tried again.
   */
  constructor(path, { onMessage, onState }) {
    this.path = path;
    this.onMessage = onMessage;
    this.onState = onState ?? (() => {});
    this.failures = 0;
    this.closed = false;
    this.opened = false;
    this.state = "";
    this.frameAt = performance.now();
    this.roundTripMs = null;
    const woken = [[document, "visibilitychange"], [document, "resume"], [window, "pageshow"], [window, "online"]];
    for (const [target, name] of woken) target.addEventListener(name, () => this.#lookAgain());
    window.addEventListener("offline", () => this.#tell("offline"));
    setInterval(() => this.#beat(), PING_MS);
    this.#connect();
  }

  /** Sends `message` as JSON; false when there is no connection just now. */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Milliseconds since anything was heard from the server. */
  get silentMs() {
    return performance.now() - this.frameAt;
  }

  close() {
    this.closed = true;
    clearTimeout(this.retry);
    this.socket?.close();
  }

  #connect() {
    if (this.closed) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}`);
    this.socket = socket;
    this.heardAt = performance.now();
    socket.onopen = () => {
      if (this.opened) this.send({ type: "sync" });
      this.opened = true;
      this.#ping();
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      this.heardAt = this.frameAt = performance.now();
      this.failures = 0;
      this.#tell("online");
      const message = JSON.parse(event.data);
      if (message.type !== "pong") this.onMessage(message);
      else if (message.t !== null) this.roundTripMs = Math.max(0, Math.round(performance.now()) - message.t);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket || this.closed) return;
      if (event.code === REFUSED) {
        this.closed = true;
        this.#tell("refused");
      } else this.#failed();
    };
  }

  #failed() {
    this.failures += 1;
    this.roundTripMs = null;
    this.#tell("offline");
    const most = BACKOFF_MS[Math.min(this.failures - 1, BACKOFF_MS.length - 1)];
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.#connect(), most * (0.3 + 0.7 * Math.random()));
  }

  #tell(state) {
    if (this.state === state && state !== "offline") return;
    this.state = state;
    this.onState(state, this.failures);
  }

  #ping() {
    this.send({ type: "ping", t: Math.round(performance.now()) });
  }

  #beat() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.heardAt > SILENCE_MS) this.#abandon();
    else this.#ping();
  }

  /** Takes the connection for dead without waiting for its end, which a lost network never tells, and opens another. */
  #abandon() {
    const dead = this.socket;
    this.socket = null;
    dead?.close();
    this.failures += 1;
    this.#tell("offline");
    clearTimeout(this.retry);
    this.#connect();
  }

  #lookAgain() {
    if (document.visibilityState === "hidden" || this.closed) return;
    if (this.send({ type: "sync" })) {
      const asked = performance.now();
      setTimeout(() => {
        if (this.heardAt < asked && this.socket?.readyState === WebSocket.OPEN) this.#abandon();
      }, WOKEN_MS);
      return;
    }
    if (this.socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.retry);
    this.#connect();
  }
}
