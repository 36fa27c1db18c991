public import Postgres

/// The tables and functions of classes, learning paths, revision, conversations and appointments. They stand beside those of users and generations.
public enum SchoolMigrations {
    public static let all = MigrationSet(
        [
            Migration(600, "classes", PackageResources.V0600_classes_sql),
            Migration(601, "learning_paths", PackageResources.V0601_learning_paths_sql),
            Migration(602, "revision_sessions", PackageResources.V0602_revision_sessions_sql),
            Migration(603, "revision_indicators", PackageResources.V0603_revision_indicators_sql),
            Migration(610, "conversations", PackageResources.V0610_conversations_sql),
            Migration(611, "appointments", PackageResources.V0611_appointments_sql),
            Migration(615, "indicators", PackageResources.V0615_indicators_sql),
            Migration(616, "person_archives", PackageResources.V0616_person_archives_sql),
            Migration(617, "removed_parties", PackageResources.V0617_removed_parties_sql),
        ],
        functions: [
            RepeatableFunction("appointments", PackageResources.appointments_sql),
            RepeatableFunction("conversations", PackageResources.conversations_sql),
            RepeatableFunction("learning_paths", PackageResources.learning_paths_sql),
            RepeatableFunction("revision_indicators", PackageResources.revision_indicators_sql),
            RepeatableFunction("revision_sessions", PackageResources.revision_sessions_sql),
            RepeatableFunction("school_generations", PackageResources.school_generations_sql),
        ])
}
