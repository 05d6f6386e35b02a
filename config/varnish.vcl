# Varnish (7 or newer) in front of Broadsheet: it keeps pages for readers without a cookie, and drops them when it is told to.
# Set cdn = "varnish", purge_url = "http://127.0.0.1:80/" (Varnish's own address) and trusted_proxies = 1.
# Change the lines marked CHANGE. docs/how-to/serve-through-nginx-or-a-cdn.md goes through it.
vcl 4.1;

import std;

# The process. CHANGE host and port, if the settings `host` and `port` are others.
backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may have pages dropped. CHANGE: the machines on which Broadsheet runs.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # Broadsheet says by which keys, letters, digits and hyphens with blanks between, pages are to be dropped.
    if (req.method == "PURGE") {
        if (client.ip !~ purgers || req.http.xkey-purge !~ "^[a-z0-9 -]+$") {
            return (synth(403));
        }
        # No blanks in the expression: they would end it.
        if (std.ban("obj.http.xkey ~ (^|[^a-z0-9-])(" + regsuball(req.http.xkey-purge, " +", "|") + ")([^a-z0-9-]|$)")) {
            return (synth(200));
        }
        return (synth(500, std.ban_error()));
    }

    # Only we say who asks; the reader's own word is worth nothing.
    set req.http.X-Forwarded-For = client.ip;
    set req.http.X-Forwarded-Host = req.http.Host;
    # CHANGE to "https" where what stands before Varnish ends TLS.
    set req.http.X-Forwarded-Proto = "http";

    # Pages differ by language, and browsers name theirs in a thousand ways: keep one page for the site's own language,
    # and let everyone else ask the process. CHANGE `en` into the setting `language`.
    if (!req.http.Accept-Language || req.http.Accept-Language ~ "^(?i)en(-[a-z0-9]+)*( *,|$)") {
        unset req.http.Accept-Language;
    } else {
        return (pass);
    }
    # A signal and a cookie make a reader somebody. (That a request with a cookie is passed on is Varnish's own rule too.)
    if (req.http.Sec-GPC || req.http.Cookie) {
        return (pass);
    }
}

sub vcl_backend_response {
    # How long a page is kept is said to Varnish alone; browsers are told to ask each time.
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, ".*max-age=([0-9]+).*", "\1") + "s", 0s);
    } elseif (beresp.http.Cache-Control ~ "private|no-cache|no-store" || beresp.ttl <= 0s) {
        # Nobody waits for another's answer.
        set beresp.uncacheable = true;
        set beresp.ttl = 2m;
    }
    # A page that was dropped, or whose time is over, is not shown for a moment longer.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.Surrogate-Control;
}
