// The demo's advertising service: gives the reader a number, in a cookie of this site.
if (!document.cookie.includes("demo_advertising=")) {
  document.cookie = `demo_advertising=${crypto.getRandomValues(new Uint32Array(1))[0]}; path=/; max-age=${30 * 24 * 3600}; samesite=lax`;
}
document.documentElement.dataset.advertising = "on";
