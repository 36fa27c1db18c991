import Assembly

extension PersonalRows {
    static let ofScans: [PersonalRows] = [
        PersonalRows("scans", by: "user_id", erasure: .kept(asked)),
        PersonalRows("scan_runs", by: "user_id", shown: nil, erasure: .kept(asked)),
        PersonalRows("findings", by: "muted_by", shown: nil, erasure: .kept(asked)),
    ]

    private static let asked =
        "what an account's cloud holds is the account's; the id leads nowhere once the user is removed"
}
