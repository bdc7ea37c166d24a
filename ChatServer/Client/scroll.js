/** How far from the bottom still counts as at the bottom, in pixels. */
const BOTTOM_PX = 40;

/**
 * Keeps a scrolled list in its place while its content changes: at the bottom it stays there, anywhere
 * else the line that was on top of the screen stays where it was. The browser's own scroll anchoring is
 * off: Safari has none, and two would fight.
 */
export class Scroll {
  #list;
  #isAtBottom = true;

  /** @param {HTMLElement} list @param {() => void} moved called when the place or the size changed */
  constructor(list, moved) {
    this.#list = list;
    let size = sizeOf(list);
    list.addEventListener('scroll', () => {
      // Where another size has put it is not where somebody scrolled to; the observer comes after this.
      if (sizeOf(list) === size) this.#isAtBottom = this.fromBottom < BOTTOM_PX;
      moved();
    }, { passive: true });
    new ResizeObserver(() => {
      size = sizeOf(list);
      if (this.#isAtBottom) this.toBottom();
      moved();
    }).observe(list);
  }

  get isAtBottom() {
    return this.#isAtBottom;
  }

  /** Pixels between what is seen and the end of the list. */
  get fromBottom() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
  }

  get fromTop() {
    return this.#list.scrollTop;
  }

  get viewHeight() {
    return this.#list.clientHeight;
  }

  /**
   * Runs a change of the content without moving what is being read.
   * @param {() => void} change
   * @param {boolean} sticks whether a reader at the bottom stays there
   */
  keepPlace(change, sticks) {
    const anchors = sticks && this.#isAtBottom ? [] : this.#seen();
    change();
    const anchor = anchors.find(({ line }) => line.isConnected);
    const moved = anchor ? anchor.line.offsetTop - anchor.top : 0;
    if (!anchor) this.toBottom();
    // Even += 0 would stop a swipe that is still rolling.
    else if (moved !== 0) this.#list.scrollTop += moved;
  }

  toBottom() {
    this.#isAtBottom = true;
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** Shows a line in the upper part of the view, if what comes after it doesn't fit. */
  revealTop(line) {
    const top = line.offsetTop - this.#list.clientHeight * 0.15;
    if (top >= this.#list.scrollTop) return;
    this.#list.scrollTop = top;
    this.#isAtBottom = this.fromBottom < BOTTOM_PX;
  }

  /** Shows a line in the middle of the view, unless it is to be seen whole. */
  reveal(line) {
    const { offsetTop: top, offsetHeight: height } = line;
    const { scrollTop, clientHeight } = this.#list;
    if (top < scrollTop || top + height > scrollTop + clientHeight) {
      this.#list.scrollTop = top - Math.max(0, (clientHeight - height) / 2);
    }
    this.#isAtBottom = this.fromBottom < BOTTOM_PX;
  }

  #seen() {
    const top = this.#list.scrollTop;
    const bottom = top + this.#list.clientHeight;
    const lines = [...this.#list.children].map(line => ({ line, top: line.offsetTop }));
    const from = lines.findIndex(({ line, top: at }) => at + line.offsetHeight > top);
    // Messages come first: the row that says «loading» may go.
    return lines.slice(Math.max(0, from))
      .filter(({ top: at }) => at < bottom)
      .sort((a, b) => b.line.matches('.message') - a.line.matches('.message'));
  }
}

function sizeOf({ clientWidth, clientHeight }) {
  return `${clientWidth} ${clientHeight}`;
}
