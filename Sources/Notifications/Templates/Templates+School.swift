extension Templates {
    static let learning: [Template] = [
        Template(
            "learning_path_created", english: PackageResources.learning_path_created_en_txt,
            french: PackageResources.learning_path_created_fr_txt,
            [.required("path"), .optional("professor")]),
        Template(
            "revision_session_ended", english: PackageResources.revision_session_ended_en_txt,
            french: PackageResources.revision_session_ended_fr_txt,
            [
                .required("student"), .required("path"), .optional("score", .percent),
                .optional("minutes", .count(from: 0)), .optional("questions", .count(from: 0)),
            ], TemplateTreatment().with { $0.digest = DigestRule(within: .seconds(45)) }),
        Template(
            "message_received", english: PackageResources.message_received_en_txt,
            french: PackageResources.message_received_fr_txt,
            [
                .required("sender"), .optional("count", .count(from: 1)), .optional("excerpt", .text(atMost: 1000)),
            ],
            // No webhook: what people write to each other stays between them.
            TemplateTreatment().with {
                $0.channels = [.email, .inApp]
                // Within a minute of the first message, which waits for its reader before.
                $0.digest = DigestRule(within: .seconds(30))
            }),
    ]

    private static let meeting: [TemplateVariable] = [
        .required("person"), .required("starts_at", .moment), .optional("minutes", .count(from: 1)),
        .optional("place"), .optional("about"),
    ]

    static let appointments: [Template] = [
        Template(
            "appointment_proposed", english: PackageResources.appointment_proposed_en_txt,
            french: PackageResources.appointment_proposed_fr_txt, meeting),
        Template(
            "appointment_requested", english: PackageResources.appointment_requested_en_txt,
            french: PackageResources.appointment_requested_fr_txt, meeting),
        Template(
            "appointment_confirmed", english: PackageResources.appointment_confirmed_en_txt,
            french: PackageResources.appointment_confirmed_fr_txt, meeting),
        Template(
            "appointment_reminder", english: PackageResources.appointment_reminder_en_txt,
            french: PackageResources.appointment_reminder_fr_txt, meeting,
            TemplateTreatment().with { $0.isTimely = true }),
        Template(
            "appointment_declined", english: PackageResources.appointment_declined_en_txt,
            french: PackageResources.appointment_declined_fr_txt,
            [.required("person"), .required("starts_at", .moment), .optional("reason", .text(atMost: 500))]),
        Template(
            "appointment_cancelled", english: PackageResources.appointment_cancelled_en_txt,
            french: PackageResources.appointment_cancelled_fr_txt,
            [.required("person"), .required("starts_at", .moment), .optional("reason", .text(atMost: 500))]),
    ]

    static let billing: [Template] = [
        Template(
            "invoice_created", english: PackageResources.invoice_created_en_txt,
            french: PackageResources.invoice_created_fr_txt,
            [
                .required("number"), .required("period", .month), .required("amount", .money),
                .optional("due_on", .day),
            ]),
        Template(
            "payment_succeeded", english: PackageResources.payment_succeeded_en_txt,
            french: PackageResources.payment_succeeded_fr_txt,
            [.required("number"), .required("amount", .money), .optional("paid_on", .day)]),
        Template(
            "payment_failed", english: PackageResources.payment_failed_en_txt,
            french: PackageResources.payment_failed_fr_txt,
            [
                .required("number"), .required("amount", .money), .optional("reason", .text(atMost: 500)),
                .optional("next_attempt_on", .day),
            ], TemplateTreatment().with { $0.severity = .p2 }),
        Template(
            "credit_note_created", english: PackageResources.credit_note_created_en_txt,
            french: PackageResources.credit_note_created_fr_txt,
            [
                .required("number"), .required("invoice"), .required("amount", .money),
                .optional("reason", .text(atMost: 500)), .optional("refund", .money),
            ]),
    ]
}
