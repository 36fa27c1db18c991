#include "CSite.h"

// C23, which this compiler knows in C17, too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t access_js[] = {
#embed "../Dashboard/Site/access.js"
};

static const uint8_t api_js[] = {
#embed "../Dashboard/Site/api.js"
};

static const uint8_t app_css[] = {
#embed "../Dashboard/Site/app.css"
};

static const uint8_t app_js[] = {
#embed "../Dashboard/Site/app.js"
};

static const uint8_t bulk_js[] = {
#embed "../Dashboard/Site/bulk.js"
};

static const uint8_t chart_js[] = {
#embed "../Dashboard/Site/chart.js"
};

static const uint8_t choices_js[] = {
#embed "../Dashboard/Site/choices.js"
};

static const uint8_t composer_js[] = {
#embed "../Dashboard/Site/composer.js"
};

static const uint8_t cron_js[] = {
#embed "../Dashboard/Site/cron.js"
};

static const uint8_t docs_css[] = {
#embed "../Dashboard/Site/docs.css"
};

static const uint8_t docs_html[] = {
#embed "../Dashboard/Site/docs.html"
};

static const uint8_t docs_js[] = {
#embed "../Dashboard/Site/docs.js"
};

static const uint8_t docs_contents_js[] = {
#embed "../Dashboard/Site/docs/contents.js"
};

static const uint8_t docs_document_js[] = {
#embed "../Dashboard/Site/docs/document.js"
};

static const uint8_t docs_operation_js[] = {
#embed "../Dashboard/Site/docs/operation.js"
};

static const uint8_t docs_overview_js[] = {
#embed "../Dashboard/Site/docs/overview.js"
};

static const uint8_t docs_parts_js[] = {
#embed "../Dashboard/Site/docs/parts.js"
};

static const uint8_t docs_sample_js[] = {
#embed "../Dashboard/Site/docs/sample.js"
};

static const uint8_t docs_schema_js[] = {
#embed "../Dashboard/Site/docs/schema.js"
};

static const uint8_t dom_js[] = {
#embed "../Dashboard/Site/dom.js"
};

static const uint8_t filters_js[] = {
#embed "../Dashboard/Site/filters.js"
};

static const uint8_t finding_js[] = {
#embed "../Dashboard/Site/finding.js"
};

static const uint8_t format_js[] = {
#embed "../Dashboard/Site/format.js"
};

static const uint8_t graph_js[] = {
#embed "../Dashboard/Site/graph.js"
};

static const uint8_t help_js[] = {
#embed "../Dashboard/Site/help.js"
};

static const uint8_t icon_svg[] = {
#embed "../Dashboard/Site/icon.svg"
};

static const uint8_t icons_js[] = {
#embed "../Dashboard/Site/icons.js"
};

static const uint8_t index_html[] = {
#embed "../Dashboard/Site/index.html"
};

static const uint8_t inventory_js[] = {
#embed "../Dashboard/Site/inventory.js"
};

static const uint8_t jobform_js[] = {
#embed "../Dashboard/Site/jobform.js"
};

static const uint8_t keys_js[] = {
#embed "../Dashboard/Site/keys.js"
};

static const uint8_t live_js[] = {
#embed "../Dashboard/Site/live.js"
};

static const uint8_t pages_js[] = {
#embed "../Dashboard/Site/pages.js"
};

static const uint8_t pages_appointments_js[] = {
#embed "../Dashboard/Site/pages/appointments.js"
};

static const uint8_t pages_audit_js[] = {
#embed "../Dashboard/Site/pages/audit.js"
};

static const uint8_t pages_batches_js[] = {
#embed "../Dashboard/Site/pages/batches.js"
};

static const uint8_t pages_billing_js[] = {
#embed "../Dashboard/Site/pages/billing.js"
};

static const uint8_t pages_classes_js[] = {
#embed "../Dashboard/Site/pages/classes.js"
};

static const uint8_t pages_conversations_js[] = {
#embed "../Dashboard/Site/pages/conversations.js"
};

static const uint8_t pages_deliveries_js[] = {
#embed "../Dashboard/Site/pages/deliveries.js"
};

static const uint8_t pages_failures_js[] = {
#embed "../Dashboard/Site/pages/failures.js"
};

static const uint8_t pages_findings_js[] = {
#embed "../Dashboard/Site/pages/findings.js"
};

static const uint8_t pages_generations_js[] = {
#embed "../Dashboard/Site/pages/generations.js"
};

static const uint8_t pages_inbox_js[] = {
#embed "../Dashboard/Site/pages/inbox.js"
};

static const uint8_t pages_indicators_js[] = {
#embed "../Dashboard/Site/pages/indicators.js"
};

static const uint8_t pages_invoices_js[] = {
#embed "../Dashboard/Site/pages/invoices.js"
};

static const uint8_t pages_job_js[] = {
#embed "../Dashboard/Site/pages/job.js"
};

static const uint8_t pages_jobs_js[] = {
#embed "../Dashboard/Site/pages/jobs.js"
};

static const uint8_t pages_limits_js[] = {
#embed "../Dashboard/Site/pages/limits.js"
};

static const uint8_t pages_operation_js[] = {
#embed "../Dashboard/Site/pages/operation.js"
};

static const uint8_t pages_overview_js[] = {
#embed "../Dashboard/Site/pages/overview.js"
};

static const uint8_t pages_path_js[] = {
#embed "../Dashboard/Site/pages/path.js"
};

static const uint8_t pages_paths_js[] = {
#embed "../Dashboard/Site/pages/paths.js"
};

static const uint8_t pages_queue_js[] = {
#embed "../Dashboard/Site/pages/queue.js"
};

static const uint8_t pages_queues_js[] = {
#embed "../Dashboard/Site/pages/queues.js"
};

static const uint8_t pages_resource_js[] = {
#embed "../Dashboard/Site/pages/resource.js"
};

static const uint8_t pages_resources_js[] = {
#embed "../Dashboard/Site/pages/resources.js"
};

static const uint8_t pages_revision_js[] = {
#embed "../Dashboard/Site/pages/revision.js"
};

static const uint8_t pages_revisions_js[] = {
#embed "../Dashboard/Site/pages/revisions.js"
};

static const uint8_t pages_scans_js[] = {
#embed "../Dashboard/Site/pages/scans.js"
};

static const uint8_t pages_schedules_js[] = {
#embed "../Dashboard/Site/pages/schedules.js"
};

static const uint8_t pages_subscription_js[] = {
#embed "../Dashboard/Site/pages/subscription.js"
};

static const uint8_t pages_users_js[] = {
#embed "../Dashboard/Site/pages/users.js"
};

static const uint8_t pages_webhooks_js[] = {
#embed "../Dashboard/Site/pages/webhooks.js"
};

static const uint8_t pages_workers_js[] = {
#embed "../Dashboard/Site/pages/workers.js"
};

static const uint8_t people_js[] = {
#embed "../Dashboard/Site/people.js"
};

static const uint8_t route_js[] = {
#embed "../Dashboard/Site/route.js"
};

static const uint8_t session_js[] = {
#embed "../Dashboard/Site/session.js"
};

static const uint8_t settings_js[] = {
#embed "../Dashboard/Site/settings.js"
};

static const uint8_t shell_js[] = {
#embed "../Dashboard/Site/shell.js"
};

static const uint8_t signin_js[] = {
#embed "../Dashboard/Site/signin.js"
};

static const uint8_t steps_js[] = {
#embed "../Dashboard/Site/steps.js"
};

static const uint8_t table_js[] = {
#embed "../Dashboard/Site/table.js"
};

static const uint8_t theme_js[] = {
#embed "../Dashboard/Site/theme.js"
};

static const uint8_t tree_js[] = {
#embed "../Dashboard/Site/tree.js"
};

static const uint8_t ui_js[] = {
#embed "../Dashboard/Site/ui.js"
};

static const uint8_t words_js[] = {
#embed "../Dashboard/Site/words.js"
};

static const uint8_t words_fr_account_js[] = {
#embed "../Dashboard/Site/words/fr-account.js"
};

static const uint8_t words_fr_cloud_js[] = {
#embed "../Dashboard/Site/words/fr-cloud.js"
};

static const uint8_t words_fr_docs_js[] = {
#embed "../Dashboard/Site/words/fr-docs.js"
};

static const uint8_t words_fr_learning_js[] = {
#embed "../Dashboard/Site/words/fr-learning.js"
};

static const uint8_t words_fr_operations_js[] = {
#embed "../Dashboard/Site/words/fr-operations.js"
};

static const uint8_t words_fr_js[] = {
#embed "../Dashboard/Site/words/fr.js"
};

#define FILE_AT(path, bytes) {path, bytes, sizeof bytes}

static const flotilla_site_file files[] = {
    FILE_AT("access.js", access_js),
    FILE_AT("api.js", api_js),
    FILE_AT("app.css", app_css),
    FILE_AT("app.js", app_js),
    FILE_AT("bulk.js", bulk_js),
    FILE_AT("chart.js", chart_js),
    FILE_AT("choices.js", choices_js),
    FILE_AT("composer.js", composer_js),
    FILE_AT("cron.js", cron_js),
    FILE_AT("docs.css", docs_css),
    FILE_AT("docs.html", docs_html),
    FILE_AT("docs.js", docs_js),
    FILE_AT("docs/contents.js", docs_contents_js),
    FILE_AT("docs/document.js", docs_document_js),
    FILE_AT("docs/operation.js", docs_operation_js),
    FILE_AT("docs/overview.js", docs_overview_js),
    FILE_AT("docs/parts.js", docs_parts_js),
    FILE_AT("docs/sample.js", docs_sample_js),
    FILE_AT("docs/schema.js", docs_schema_js),
    FILE_AT("dom.js", dom_js),
    FILE_AT("filters.js", filters_js),
    FILE_AT("finding.js", finding_js),
    FILE_AT("format.js", format_js),
    FILE_AT("graph.js", graph_js),
    FILE_AT("help.js", help_js),
    FILE_AT("icon.svg", icon_svg),
    FILE_AT("icons.js", icons_js),
    FILE_AT("index.html", index_html),
    FILE_AT("inventory.js", inventory_js),
    FILE_AT("jobform.js", jobform_js),
    FILE_AT("keys.js", keys_js),
    FILE_AT("live.js", live_js),
    FILE_AT("pages.js", pages_js),
    FILE_AT("pages/appointments.js", pages_appointments_js),
    FILE_AT("pages/audit.js", pages_audit_js),
    FILE_AT("pages/batches.js", pages_batches_js),
    FILE_AT("pages/billing.js", pages_billing_js),
    FILE_AT("pages/classes.js", pages_classes_js),
    FILE_AT("pages/conversations.js", pages_conversations_js),
    FILE_AT("pages/deliveries.js", pages_deliveries_js),
    FILE_AT("pages/failures.js", pages_failures_js),
    FILE_AT("pages/findings.js", pages_findings_js),
    FILE_AT("pages/generations.js", pages_generations_js),
    FILE_AT("pages/inbox.js", pages_inbox_js),
    FILE_AT("pages/indicators.js", pages_indicators_js),
    FILE_AT("pages/invoices.js", pages_invoices_js),
    FILE_AT("pages/job.js", pages_job_js),
    FILE_AT("pages/jobs.js", pages_jobs_js),
    FILE_AT("pages/limits.js", pages_limits_js),
    FILE_AT("pages/operation.js", pages_operation_js),
    FILE_AT("pages/overview.js", pages_overview_js),
    FILE_AT("pages/path.js", pages_path_js),
    FILE_AT("pages/paths.js", pages_paths_js),
    FILE_AT("pages/queue.js", pages_queue_js),
    FILE_AT("pages/queues.js", pages_queues_js),
    FILE_AT("pages/resource.js", pages_resource_js),
    FILE_AT("pages/resources.js", pages_resources_js),
    FILE_AT("pages/revision.js", pages_revision_js),
    FILE_AT("pages/revisions.js", pages_revisions_js),
    FILE_AT("pages/scans.js", pages_scans_js),
    FILE_AT("pages/schedules.js", pages_schedules_js),
    FILE_AT("pages/subscription.js", pages_subscription_js),
    FILE_AT("pages/users.js", pages_users_js),
    FILE_AT("pages/webhooks.js", pages_webhooks_js),
    FILE_AT("pages/workers.js", pages_workers_js),
    FILE_AT("people.js", people_js),
    FILE_AT("route.js", route_js),
    FILE_AT("session.js", session_js),
    FILE_AT("settings.js", settings_js),
    FILE_AT("shell.js", shell_js),
    FILE_AT("signin.js", signin_js),
    FILE_AT("steps.js", steps_js),
    FILE_AT("table.js", table_js),
    FILE_AT("theme.js", theme_js),
    FILE_AT("tree.js", tree_js),
    FILE_AT("ui.js", ui_js),
    FILE_AT("words.js", words_js),
    FILE_AT("words/fr-account.js", words_fr_account_js),
    FILE_AT("words/fr-cloud.js", words_fr_cloud_js),
    FILE_AT("words/fr-docs.js", words_fr_docs_js),
    FILE_AT("words/fr-learning.js", words_fr_learning_js),
    FILE_AT("words/fr-operations.js", words_fr_operations_js),
    FILE_AT("words/fr.js", words_fr_js),
};

size_t flotilla_site_file_count(void) { return sizeof files / sizeof files[0]; }

flotilla_site_file flotilla_site_file_at(size_t index) { return files[index]; }
