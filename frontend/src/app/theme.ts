export type Theme = "system" | "light" | "dark";
const KEY = "plumbline.theme";

export function chosenTheme(): Theme {
  const value = document.documentElement.dataset.theme;
  return value === "light" || value === "dark" ? value : "system";
}

/** Sets and remembers; drawings that read colours from the style sheet listen to `plumbline:theme`. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
  }
  window.dispatchEvent(new Event("plumbline:theme"));
}
