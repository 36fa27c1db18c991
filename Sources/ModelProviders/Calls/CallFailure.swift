/// Why a call failed, with what its provider said, for those who can ask otherwise.
struct CallFailure: Error {
    var error: ModelError
    /// Of HTTP; nil without an answer.
    var status: Int?
    var problem: ProviderProblem?

    /// The schema itself is refused, and not schemas.
    var isOfSchema: Bool {
        problem.map { $0.code == "invalid_json_schema" || $0.mentions("invalid schema") } ?? false
    }
}
