// Before the first paint: the choice of this browser, if there is one; else the system's. And who looks is asked for while the
// modules are still on their way.
try {
  const theme = localStorage.getItem('flotilla.theme');
  if (theme) document.documentElement.dataset.theme = theme;
  if (localStorage.getItem('flotilla.session') && typeof fetch === 'function') {
    globalThis.flotillaMe = fetch('me', { credentials: 'same-origin', cache: 'no-store' });
    // Who takes it up says what went wrong.
    globalThis.flotillaMe.catch(() => {});
  }
} catch { /* storage is refused: the system's */ }
