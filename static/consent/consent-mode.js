// Google Consent Mode v2, for a tag that speaks it: denied before the tag loads, then what the reader granted.
window.dataLayer = window.dataLayer || [];
function gtag() { window.dataLayer.push(arguments); }
{
  const { granted, tags } = document.currentScript.dataset;
  const state = (of) => Object.fromEntries(["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"].map((signal) => [signal, of(signal)]));
  gtag("consent", "default", state(() => "denied"));
  gtag("consent", "update", state((signal) => (granted.split(" ").includes(signal) ? "granted" : "denied")));
  gtag("js", new Date());
  for (const tag of tags.split(" ").filter(Boolean)) gtag("config", tag);
}
