public import Assembly
public import Jobs
public import Operations
public import Postgres
public import Storage

/// Plans, subscriptions, and the month that is billed once.
public enum BillingDomain: FleetDomain {
    public static let name = "billing"
    public static var definitions: [JobDefinition] {
        [BillMonth.definition, BillSchool.definition, CollectPayment.definition, ReconcilePayments.definition]
    }
    public static func route(for kind: JobKind) -> String? {
        kind == BillMonth.definition.kind ? "POST /billing/runs" : "POST /invoices/{id}/pay"
    }
    public static var schedulable: Set<JobKind> {
        [BillMonth.definition.kind, ReconcilePayments.definition.kind]
    }
    /// A school would go without its invoice, or without the payment of it.
    public static var operated: Set<JobKind> { Set(definitions.map(\.kind)) }
    public static var migrations: MigrationSet { BillingMigrations.all }
    public static var personalRows: [PersonalRows] { PersonalRows.ofBilling }
    public static var variables: [Variable] { Variable.ofBilling }
    public static var worker: WorkerProcess? { WorkerProcess("billing", executable: "BillingWorker") }

    public static func schedules(_ reader: inout ConfigurationReader) -> [ScheduleDeclaration] {
        let zone = BillingSettings.timeZone(&reader).identifier
        // Every month that was missed, however long the fleet was down.
        let month = try? ScheduleDeclaration(
            name: "billing-month", cron: "0 2 1 * *", timeZone: zone, kind: BillMonth.definition.kind, missed: .all)
        let night = try? ScheduleDeclaration(
            name: "billing-reconciliation", cron: "0 4 * * *", timeZone: zone, kind: ReconcilePayments.definition.kind)
        return [month, night].compactMap(\.self)
    }

    public static func housekeeping(
        _ resources: WorkerProgram.Resources, _ reader: inout ConfigurationReader
    ) -> [any Service] {
        let store = BillingStore(database: resources.database, jobs: resources.jobs)
        return [
            PeriodicService.invoiceTotals(store, logger: resources.logger),
            PeriodicService.openPayments(store, logger: resources.logger),
            PeriodicService.usageRetention(
                store, BillingSettings.usageRetention(&reader), logger: resources.logger),
        ]
    }
}
