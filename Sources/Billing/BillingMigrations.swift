public import Postgres

/// The tables and functions of plans, subscriptions, invoices and payments.
public enum BillingMigrations {
    public static let all = MigrationSet(
        [
            Migration(400, "subscriptions", PackageResources.V0400_subscriptions_sql),
            Migration(401, "invoices", PackageResources.V0401_invoices_sql),
            Migration(402, "payments", PackageResources.V0402_payments_sql),
            Migration(403, "audit_log", PackageResources.V0403_audit_log_sql),
            Migration(404, "invoice_totals", PackageResources.V0404_invoice_totals_sql),
            Migration(405, "usage_retention", PackageResources.V0405_usage_retention_sql),
            Migration(406, "cut_short", PackageResources.V0406_cut_short_sql),
        ],
        functions: [
            RepeatableFunction("audit_log", PackageResources.audit_log_sql),
            RepeatableFunction("billing_runs", PackageResources.billing_runs_sql),
            RepeatableFunction("invoice_totals", PackageResources.invoice_totals_sql),
            RepeatableFunction("invoices", PackageResources.invoices_sql),
            RepeatableFunction("payments", PackageResources.payments_sql),
            RepeatableFunction("reconciliation", PackageResources.reconciliation_sql),
            RepeatableFunction("refunds", PackageResources.refunds_sql),
            RepeatableFunction("subscriptions", PackageResources.subscriptions_sql),
            RepeatableFunction("usage", PackageResources.usage_sql),
            RepeatableFunction("audited billing", PackageResources.audited_sql),
        ])
}
