// Before the first paint: the choice of this browser, if there is one; else the system's.
try {
  const theme = localStorage.getItem('flotilla.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage is refused: the system's */ }
