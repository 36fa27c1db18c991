extension PersonalRows {
    /// Of the queue's own tables.
    public static let ofQueue: [PersonalRows] = [
        PersonalRows(
            "schedules", by: "created_by", shown: nil,
            erasure: .kept("who asked, by an id that leads nowhere once the user is removed")),
        PersonalRows(
            "bulk_operations", by: "created_by", shown: nil,
            erasure: .kept("who asked, by an id that leads nowhere once the user is removed")),
    ]
}
