import Jobs

/// Compares the gateway with the ledger; a schedule fires it every night.
public struct ReconcilePayments: JobPayload {
    public static let definition = JobDefinition(
        kind: "billing.reconciliation", queue: BillingQueue.name, timeout: .seconds(120), maxAttempts: 20,
        limits: [.running(1)])
}
