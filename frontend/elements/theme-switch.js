// <theme-switch>: light, dark, or as the system says; remembered on this device in a cookie,
// which the server reads, so that no page ever flashes in the wrong colours.

const YEAR = 365 * 24 * 3600;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme-value]");
      if (button) this.#choose(button.dataset.themeValue);
    });
    this.#mark();
  }

  #choose(theme) {
    document.cookie = `theme=${theme || "system"}; path=/; max-age=${YEAR}; samesite=lax`;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const each of document.querySelectorAll("theme-switch")) each.#mark();
  }

  #mark() {
    const theme = document.documentElement.dataset.theme ?? "";
    for (const button of this.querySelectorAll("[data-theme-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === theme));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
