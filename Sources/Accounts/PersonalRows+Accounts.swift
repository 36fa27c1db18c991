import Assembly

extension PersonalRows {
    static let ofAccounts: [PersonalRows] = [
        PersonalRows(
            "users", by: "id", shown: "id, email, name, role, locale, created_at, accepted_at", erasure: .withUser),
        PersonalRows("user_tokens", by: "user_id", shown: nil, erasure: .withUser),
        PersonalRows(
            "audit_events", by: "actor_id", shown: nil, erasure: .kept("who did what to what is not rewritten")),
    ]
}
