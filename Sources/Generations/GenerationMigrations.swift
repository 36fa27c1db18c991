public import Postgres

/// The tables and functions of documents, generations and what they cost.
public enum GenerationMigrations {
    public static let all = MigrationSet(
        [
            Migration(500, "documents", PackageResources.V0500_documents_sql),
            Migration(501, "generations", PackageResources.V0501_generations_sql),
            Migration(502, "model_calls", PackageResources.V0502_model_calls_sql),
            Migration(503, "recommendations", PackageResources.V0503_recommendations_sql),
            Migration(504, "generation_retention", PackageResources.V0504_generation_retention_sql),
            Migration(505, "vector_extension", PackageResources.V0505_vector_extension_sql),
            Migration(506, "course_levels", PackageResources.V0506_course_levels_sql),
            Migration(507, "generation_readers", PackageResources.V0507_generation_readers_sql),
            Migration(508, "generation_erasure", PackageResources.V0508_generation_erasure_sql),
        ],
        functions: [
            RepeatableFunction("generations", PackageResources.generations_sql),
            RepeatableFunction("vectors", PackageResources.vectors_sql),
        ])
}
