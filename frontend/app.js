// What every page runs. Elements that only some pages hold are fetched when their tag appears.
import "./page/htmx.js";
import "./page/dialogs.js";
import "./page/menus.js";
import "./page/keys.js";
import "./page/return.js";
import "./page/tabs.js";
import "./elements/toast-stack.js";
import "./elements/theme-switch.js";
import "./page/lazy.js";
