// The demo's statistics service: counts the stories opened, in a cookie of this site.
const found = document.cookie.match(/(?:^|; )demo_statistics=(\d+)/);
const count = Number(found?.[1] ?? 0) + 1;
document.cookie = `demo_statistics=${count}; path=/; max-age=${30 * 24 * 3600}; samesite=lax`;
document.documentElement.dataset.statistics = count;
