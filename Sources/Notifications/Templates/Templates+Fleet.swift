extension Templates {
    static let cloud: [Template] = [
        Template(
            "finding_opened", english: PackageResources.finding_opened_en_txt,
            french: PackageResources.finding_opened_fr_txt,
            [.required("count", .count(from: 1)), .optional("titles", .list)],
            TemplateTreatment().with {
                $0.severity = .p2
                $0.digest = DigestRule(within: .seconds(5 * 60))
            }),
        Template(
            "scan_finished", english: PackageResources.scan_finished_en_txt,
            french: PackageResources.scan_finished_fr_txt,
            [
                .required("status", .choice(["success", "error"])), .required("resources", .count(from: 0)),
                .optional("new_findings", .count(from: 0)), .optional("reason", .text(atMost: 500)),
            ],
            // No mail unless it is asked for: scans are many, and who waits for one looks.
            TemplateTreatment().with {
                $0.channels = [.inApp, .webhook]
                $0.digest = DigestRule(within: .seconds(5 * 60))
            }),
    ]

    static let operations: [Template] = [
        Template(
            "schedule_overdue", english: PackageResources.schedule_overdue_en_txt,
            french: PackageResources.schedule_overdue_fr_txt,
            [
                .required("schedule"), .required("due_at", .moment), .optional("reason", .text(atMost: 500)),
            ],
            TemplateTreatment().with {
                $0.severity = .p2
                $0.digest = DigestRule(within: .seconds(15 * 60))
            }),
        Template(
            "webhook_disabled", english: PackageResources.webhook_disabled_en_txt,
            french: PackageResources.webhook_disabled_fr_txt,
            [
                .required("url", .url), .required("reason", .text(atMost: 500)),
                .optional("failing_since", .moment),
            ],
            TemplateTreatment().with {
                $0.channels = [.email, .inApp]
                $0.severity = .p2
            }),
        Template(
            "alert_firing", english: PackageResources.alert_firing_en_txt,
            french: PackageResources.alert_firing_fr_txt, alert + [.optional("since", .moment)], alerting),
        Template(
            "alert_resolved", english: PackageResources.alert_resolved_en_txt,
            french: PackageResources.alert_resolved_fr_txt, alert + [.optional("resolved_at", .moment)], alerting),
    ]

    private static let alert: [TemplateVariable] = [
        .required("alert"), .optional("summary", .text(atMost: 1000)), .optional("instances", .list),
        .optional("count", .count(from: 1)),
    ]

    private static let alerting = TemplateTreatment().with {
        $0.channels = [.slack]
        $0.severity = .p2
        $0.repeatsUnknown = true
        $0.isGrouped = true
    }

    static let access: [Template] = [
        Template(
            "user_invited", english: PackageResources.user_invited_en_txt, french: PackageResources.user_invited_fr_txt,
            [.required("school"), .optional("inviter"), .optional("expires_at", .moment)],
            aboutAccess.with { $0.needsLink = true }),
        Template(
            "password_reset", english: PackageResources.password_reset_en_txt,
            french: PackageResources.password_reset_fr_txt, [.optional("expires_at", .moment)],
            aboutAccess.with { $0.needsLink = true }),
        Template(
            "password_changed", english: PackageResources.password_changed_en_txt,
            french: PackageResources.password_changed_fr_txt, [.required("changed_at", .moment)], aboutAccess),
    ]

    private static let aboutAccess = TemplateTreatment().with {
        $0.channels = [.email]
        $0.isAboutAccess = true
    }
}
