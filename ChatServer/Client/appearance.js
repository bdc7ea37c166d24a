// How this browser was told that pages look. A script of its own, and no module, so that it runs before the
// first paint: theme and density are then attributes of the root, for tokens.css and layout.css. It also knows the
// language before the page's script does, and has its texts fetched at once.
(() => {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const read = key => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const apply = ({ detail }) => {
    const { theme, density } = detail ?? { theme: read('chatserver.theme'), density: read('chatserver.density') };
    const isDark = theme === 'dark' || theme !== 'light' && system.matches;
    const { dataset } = document.documentElement;
    dataset.theme = isDark ? 'dark' : 'light';
    dataset.density = density === 'compact' ? 'compact' : 'comfortable';
    document.querySelectorAll('meta[name="theme-color"]').forEach((meta, at) => {
      meta.media = (at === 1) === isDark ? 'all' : 'not all';
    });
    document.dispatchEvent(new Event('themed'));
  };
  // Where it is kept is said by the page, if nothing else decides; where the texts are, by the build.
  const { language, texts } = document.currentScript.dataset;
  if (language && texts) {
    const code = [read(language), ...navigator.languages].find(tag => /^(en|zh)/.test(tag)) ?? 'en';
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = `${texts}${code.slice(0, 2)}.js`;
    document.head.append(link);
  }
  system.addEventListener('change', apply);
  window.addEventListener('storage', ({ key }) => {
    if (key === null || /\.(theme|density)$/.test(key)) apply({});
  });
  // Where nothing can be stored, who sets it tells what it is: see preferences.js.
  document.addEventListener('preferred', apply);
  apply({});
})();
