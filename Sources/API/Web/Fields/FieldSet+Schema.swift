import JSON
import Schemas

extension FieldSet {
    /// The object that has these members.
    /// - Parameters:
    ///   - others: sets of fields beside this one's.
    ///   - required: names of those that have to be there; all others may be absent or null.
    ///   - isClosed: false for the format of another program, whose later versions may have more members.
    static func schema(
        with others: [any FieldSet.Type] = [], required: [String] = [], isClosed: Bool = true
    ) -> Schema {
        let fields = declared() + others.flatMap { $0.declared() }
        return .object(
            fields.map { field in
                let schema = field.schema
                let isRequired = required.contains(field.name)
                let isSaid = schema.members.contains("description") || schema.members.isEmpty
                let said = isSaid ? schema : schema.described("Should be \(field.expected).")
                return (name: field.name, schema: isRequired ? said : said.orNull)
            }, required: required, isClosed: isClosed)
    }
}
