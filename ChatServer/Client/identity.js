/** Who this browser is to the server: the token that an earlier welcome gave, and the name. */
export class Identity {
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  /** Whether nobody has chosen a name here yet. */
  get isNew() {
    return this.token === null && this.name === null;
  }

  get token() {
    return this.#storage.get('token');
  }

  /** The name last chosen or given; null until there is one. Tabs share it. */
  get name() {
    return this.#storage.get('name');
  }

  set name(name) {
    if (name === null) this.#storage.remove('name');
    else this.#storage.set('name', name);
  }

  /** Keeps what a welcome gave. */
  welcomed(token, name) {
    this.#storage.set('token', token);
    this.name = name;
  }

  /** Drops a token that the server cannot read; the next hello makes a new person. */
  forgetToken() {
    this.#storage.remove('token');
  }
}
