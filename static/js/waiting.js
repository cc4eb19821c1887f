// What could not be sent yet is kept on this device: answers as they were given, photographs as they will be sent. It
// outlives the page and the telephone's restart. Where the browser keeps nothing, it is kept as long as the page is open.
// What nobody came back for within a month is forgotten.
const waiting = {
  MONTH: 30 * 24 * 3600 * 1000,
  here: new Map(),
  opened: null,
  open() {
    waiting.opened ??= new Promise((done) => {
      try {
        const asked = indexedDB.open("inspecting", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("waiting");
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => done(null);
      } catch {
        done(null);
      }
    });
    return waiting.opened;
  },
  // One request of the store, or nothing where there is none.
  async ask(mode, act) {
    const kept = await waiting.open();
    if (!kept) return undefined;
    return new Promise((done) => {
      const within = kept.transaction("waiting", mode);
      const asked = act(within.objectStore("waiting"));
      within.oncomplete = () => done(asked.result);
      within.onerror = within.onabort = () => done(undefined);
    });
  },
  async put(key, value) {
    waiting.here.set(key, value);
    await waiting.ask("readwrite", (store) => store.put({ at: Date.now(), value }, key));
  },
  async drop(key) {
    waiting.here.delete(key);
    await waiting.ask("readwrite", (store) => store.delete(key));
  },
  // All that is kept under keys that begin with `place`, in the order of the keys.
  async load(place) {
    const keys = (await waiting.ask("readonly", (store) => store.getAllKeys())) ?? [];
    const rows = (await waiting.ask("readonly", (store) => store.getAll())) ?? [];
    for (const [number, key] of keys.entries()) {
      if (Date.now() - rows[number].at > waiting.MONTH) await waiting.drop(key);
      else if (key.startsWith(place)) waiting.here.set(key, rows[number].value);
    }
  },
};
