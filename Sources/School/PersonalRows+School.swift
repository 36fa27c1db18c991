import Assembly
import Postgres

extension PersonalRows {
    static let ofSchool: [PersonalRows] = [
        PersonalRows("class_members", by: "user_id", erasure: .withUser),
        PersonalRows("learning_paths", by: "professor_id", erasure: .withUser),
        PersonalRows("learning_path_students", by: "student_id", erasure: .withUser),
        PersonalRows("learner_profiles", by: "user_id", erasure: .withUser),
        PersonalRows("conversation_members", by: "user_id", "party_id", shown: nil, erasure: .withUser),
        PersonalRows("conversation_parties", by: "party_id", shown: nil, erasure: .withUser),
        // The other one keeps the conversation. Its two ids stay in their order.
        PersonalRows(
            "conversations", by: "first_id", "second_id", shown: nil,
            erasure: .changed { person in
                let other: Query = "case when first_id = \(person.id) then second_id else first_id end"
                return """
                    first_id = least(\(other), \(person.pseudonym)), second_id = greatest(\(other), \(person.pseudonym))
                    """
            }),
        // What others wrote stays theirs, and says no more to whom.
        PersonalRows(
            "conversation_messages", by: "reader_id", erasure: .changed { "reader_id = \($0.pseudonym)" }),
        PersonalRows("conversation_messages", by: "sender_id", erasure: .withUser),
        PersonalRows("appointments", by: "proposer_id", "guest_id", erasure: .withUser),
        PersonalRows("person_archives", by: "user_id", shown: nil, erasure: .withUser),
        // What a session came to goes on to count, and says no more whose it was, what was asked and what was answered.
        PersonalRows(
            "revision_questions",
            erasure: .changed { _ in "text = '', answer = null, citations = '[]', error = null" }
        ) { "session_id in (select id from flotilla.revision_sessions where student_id = \($0.id))" },
        PersonalRows("revision_sessions", by: "student_id", shown: nil, erasure: .removed) {
            "student_id = \($0.id) and ended_at is null"
        },
        PersonalRows(
            "revision_sessions", by: "student_id",
            erasure: .changed { "student_id = \($0.pseudonym), marks = null" }),
        PersonalRows(
            "revision_indicators", by: "student_id", erasure: .changed { "student_id = \($0.pseudonym)" }),
    ]
}
