import Postgres

/// Why the rows that a handler wanted to write were refused, and what to do: names of the schema, and no values.
struct EffectRefusal: CustomStringConvertible {
    let error: PostgresError

    init(_ error: PostgresError) {
        self.error = error
    }

    var description: String {
        guard let message = error.schemaMessage else { return "\(error)" }
        return ["\(message) (\(error.sqlState ?? "42000"))", advice(message)].compactMap(\.self).joined(separator: ". ")
    }

    /// Effects are written as the role `flotilla_tenant`, which finds tables in the schema `public`.
    private func advice(_ message: String) -> String? {
        switch error.sqlState {
        case "42P01":
            return
                "Effects find tables in the schema public, or by their schema's name: bring the table along in a migration of your "
                + "domain and run the program's migrate command, with a grant to flotilla_tenant"
        case "42501" where message.contains("row-level security"):
            return "The row belongs to another tenant than the job's"
        case "42501":
            guard let object = message.firstMatch(of: /for (table|schema|sequence|view|relation) (\S+)/) else {
                return nil
            }
            let (kind, name) = (object.output.1, object.output.2)
            let right =
                switch kind {
                case "schema": "usage on schema"
                case "sequence": "usage on sequence"
                default: "select, insert, update, delete on"
                }
            return
                "Effects are written as flotilla_tenant: the owner may run \"grant \(right) \(name) to flotilla_tenant;\""
        default: return nil
        }
    }
}
