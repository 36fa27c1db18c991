import Assembly

extension PersonalRows {
    static let ofBilling: [PersonalRows] = [
        PersonalRows(
            "billing_runs", by: "user_id", shown: nil, erasure: .kept("invoices and who asked for them are kept by law")
        ),
        PersonalRows(
            "audit_log", by: "actor", shown: nil,
            erasure: .kept("what changed of invoices and subscriptions is kept by law")),
    ]
}
