import Assembly
import Postgres

extension PersonalRows {
    static let ofNotifications: [PersonalRows] = [
        PersonalRows("inbox_items", by: "user_id", erasure: .removed),
        PersonalRows("notification_preferences", by: "user_id", erasure: .removed),
        // An objection by an address alone stands under a digest of it, and goes on to hold.
        PersonalRows("unsubscriptions", by: "person", erasure: .removed) {
            "person = \($0.id.uuidString.lowercased())"
        },
        // Answers of mail servers repeat addresses.
        PersonalRows("delivery_attempts", shown: nil, erasure: .changed { _ in "text = null" }) {
            "delivery_id in (select id from flotilla.deliveries where \(Self.deliveries(of: $0)))"
        },
        PersonalRows(
            "deliveries", by: "user_id",
            erasure: .changed { _ in
                """
                recipient = id::text, user_id = null, name = null,
                    status = case status when 'queued' then 'suppressed' else status end,
                    reason = case status when 'queued' then 'no_address' else reason end
                """
            }
        ) { Self.deliveries(of: $0) },
        PersonalRows("notifications", by: "user_id", erasure: .changed { _ in "user_id = null" }),
    ]

    private static func deliveries(of person: Person) -> Query {
        guard let email = person.email else { return "user_id = \(person.id)" }
        return "(user_id = \(person.id) or (channel = 'email' and recipient = \(email)))"
    }
}
