#!/bin/sh
# Fills alertmanager.yml in from the environment and starts Alertmanager, which knows no variables. A way that is not set up is left
# out and said; without any, nothing starts: alarms that go nowhere are worse than none.
#
#   ALERT_EMAIL_TO, ALERT_EMAIL_FROM, ALERT_SMTP_HOST (host:port), ALERT_SMTP_USER, ALERT_SMTP_TLS (true or false)
#   ALERT_DEADMAN_URL   called every minute while all is well
#   FLOTILLA_ALERTS_URL the fleet's POST /alerts
#   PAGERDUTY_EVENTS_URL
#   files in SECRETS (/run/secrets): alert_smtp_password, pagerduty_routing_key, slack_webhook_url_critical, …_alerts, …_monitoring,
#   alertmanager_token; an empty one is a way that is not set up.
#   CONFIG, TEMPLATES, RENDERED: where the files are. With CHECK_ONLY=1 the result is written, and nothing is started.
set -eu
config=${CONFIG:-/etc/alertmanager/alertmanager.yml}
rendered=${RENDERED:-/tmp/alertmanager.yml}
secrets=${SECRETS:-/run/secrets}
templates=${TEMPLATES:-/etc/alertmanager}

say() { echo "alertmanager: $*" >&2; }
has() { [ -s "$secrets/$1" ]; }

script=''
ways=''
leave_out() {
    script="$script
/# begin $1\$/,/# end $1\$/d"
}
# replace PATTERN NAME VALUE [BEFORE [AFTER]]: values go into sed and YAML, so they are one word of harmless characters.
replace() {
    case $3 in
        *[!A-Za-z0-9@:/.,_+?=%\&-]*) say "$2 holds a character that it cannot have"; exit 78 ;;
    esac
    script="$script
s|$1|${4:-}$(printf '%s' "$3" | sed 's/[&|]/\\&/g')${5:-}|g"
}

if [ -n "${ALERT_EMAIL_TO:-}" ] && [ -n "${ALERT_SMTP_HOST:-}" ]; then
    ways="$ways e-mail"
    replace 'alerts-to@flotilla\.invalid' ALERT_EMAIL_TO "$ALERT_EMAIL_TO"
    replace 'alerts-from@flotilla\.invalid' ALERT_EMAIL_FROM "${ALERT_EMAIL_FROM:-$ALERT_EMAIL_TO}"
    replace 'smtp\.flotilla\.invalid:587' ALERT_SMTP_HOST "$ALERT_SMTP_HOST"
    replace 'smtp_require_tls: true' ALERT_SMTP_TLS "${ALERT_SMTP_TLS:-true}" 'smtp_require_tls: '
    if [ -n "${ALERT_SMTP_USER:-}" ] && has alert_smtp_password; then
        replace 'smtp-user@flotilla\.invalid' ALERT_SMTP_USER "$ALERT_SMTP_USER"
    else
        leave_out smtp-login
    fi
else
    say "no e-mail: ALERT_EMAIL_TO and ALERT_SMTP_HOST are not both set"
    for block in smtp-login email-p1 email-p2 email-p3; do leave_out "$block"; done
fi
if has pagerduty_routing_key; then
    ways="$ways PagerDuty"
    # With a pager, P1 is for it and Slack; without one it is mailed.
    leave_out email-p1
    replace 'https://events\.pagerduty\.com/v2/enqueue' \
        PAGERDUTY_EVENTS_URL "${PAGERDUTY_EVENTS_URL:-https://events.pagerduty.com/v2/enqueue}"
else
    say "no pages: pagerduty_routing_key is empty"
    leave_out pagerduty
fi
for channel in critical alerts monitoring; do
    if has "slack_webhook_url_$channel"; then
        ways="$ways Slack($channel)"
    else
        say "nothing in Slack's $channel: slack_webhook_url_$channel is empty"
        leave_out "slack-$channel"
    fi
done
# What has no way of its own takes the next one up: P3 is mailed, P2 pages.
case $ways in *Slack\(monitoring\)*) leave_out email-p3 ;; esac
case $ways in *e-mail* | *Slack\(alerts\)*) leave_out pagerduty-p2 ;; *PagerDuty*) ;; *) leave_out pagerduty-p2 ;; esac
if [ -n "${ALERT_DEADMAN_URL:-}" ]; then
    replace 'https://deadman\.flotilla\.invalid/' ALERT_DEADMAN_URL "$ALERT_DEADMAN_URL"
else
    say "no dead man's switch: ALERT_DEADMAN_URL is empty, so nothing outside hears when alarms cannot be sent"
    leave_out deadman
fi
has alertmanager_token || say "alertmanager_token is empty: what goes through the fleet is refused (flotilla token EMAIL --expires 365d)"
replace 'http://api:8080/alerts' FLOTILLA_ALERTS_URL "${FLOTILLA_ALERTS_URL:-http://api:8080/alerts}"
replace '/run/secrets/' SECRETS "$secrets" '' /
replace '/etc/alertmanager/\*' TEMPLATES "$templates" '' '/*'
case $ways in
    *e-mail* | *PagerDuty* | *critical*alerts*) say "alarms go out by$ways" ;;
    *)
        say "P1 or P2 would go nowhere: set ALERT_EMAIL_TO and ALERT_SMTP_HOST, pagerduty_routing_key, or both of" \
            "slack_webhook_url_critical and slack_webhook_url_alerts"
        exit 78
        ;;
esac
umask 077
sed -e "$script" "$config" >"$rendered"
[ -z "${CHECK_ONLY:-}" ] || exit 0
exec "${ALERTMANAGER:-/bin/alertmanager}" --config.file="$rendered" "$@"
