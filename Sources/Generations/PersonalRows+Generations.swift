import Assembly
import Postgres

extension PersonalRows {
    static let ofGenerations: [PersonalRows] = [
        PersonalRows("interactions", by: "user_id", erasure: .removed),
        // What was asked, marked or recommended is the person's; what was made for others stays.
        PersonalRows("generations", by: "user_id", erasure: .removed) {
            """
            (type in ('answer', 'quiz_evaluation') and user_id = \($0.id))
                or (type = 'recommendation' and input ->> 'user_id' = \($0.id.uuidString.lowercased()))
            """
        },
        // Without a reader every professor would read them.
        PersonalRows(
            "generations", by: "reader_id", shown: nil, erasure: .changed { "reader_id = \($0.pseudonym)" }),
        PersonalRows(
            "generations", by: "user_id", shown: "id, type, created_at", erasure: .changed { _ in "user_id = null" }
        ) { "user_id = \($0.id) and type not in ('answer', 'quiz_evaluation', 'recommendation')" },
        PersonalRows("documents", by: "user_id", erasure: .changed { _ in "user_id = null" }),
    ]
}
