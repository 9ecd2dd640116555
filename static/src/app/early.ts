// Runs before the first paint. The page is sent with the first page's content; at another address that stays hidden
// until the right one is drawn, and a chosen theme is there from the start.
import { loadTheme } from "../base/theme.ts";

const page = document.documentElement;
const theme = loadTheme(() => localStorage);
if (theme !== "system") page.dataset.theme = theme;
if (!/^(#\/?)?(\?.*)?$/.test(location.hash)) page.dataset.elsewhere = "";
