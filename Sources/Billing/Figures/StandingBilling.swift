import Operations

/// What of billing waits for a decision, over all schools.
struct StandingBilling: Sendable {
    /// What the payment gateway and the ledger say differently.
    let differences: Int
    /// Payments and refunds of which the gateway did not say how they ended.
    let unknownPayments: Int
    /// Invoices that a run of the last 62 days could not make.
    let missingInvoices: Int

    var metrics: [CollectedMetric] {
        [
            CollectedMetric(
                "flotilla_gateway_differences",
                help: "What the payment gateway and the ledger say differently.", labels: [],
                samples: [.init([], Double(differences))]),
            CollectedMetric(
                "flotilla_payments_unknown",
                help: "Payments and refunds of which the payment gateway did not say how they ended.", labels: [],
                samples: [.init([], Double(unknownPayments))]),
            CollectedMetric(
                "flotilla_invoices_missing",
                help: "Invoices of schools that a run of the last 62 days could not make.", labels: [],
                samples: [.init([], Double(missingInvoices))]),
        ]
    }
}
