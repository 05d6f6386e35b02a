#!/bin/sh
# Make sure that there is a Chromium for the browser tests, or say loudly that there is none.
for name in "$CHROMIUM" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } >/dev/null 2>&1 && exit 0
fi
echo "**********************************************************************"
echo "*** There is no Chromium, so the BROWSER TESTS WILL BE SKIPPED.     ***"
echo "*** Install it (Debian: apt install chromium), or name one:         ***"
echo "***     CHROMIUM=/path/to/chromium make test                        ***"
echo "**********************************************************************"
[ -z "$CI" ]
