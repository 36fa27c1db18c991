/// What a template is filled with.
public struct TemplateVariable: Sendable, Hashable {
    /// As in the member `data` of a request.
    public let name: String
    public let kind: VariableKind
    /// A line of the text that names a variable which was not given is left out.
    public let isRequired: Bool

    static func required(_ name: String, _ kind: VariableKind = .text(atMost: 200)) -> TemplateVariable {
        TemplateVariable(name: name, kind: kind, isRequired: true)
    }

    static func optional(_ name: String, _ kind: VariableKind = .text(atMost: 200)) -> TemplateVariable {
        TemplateVariable(name: name, kind: kind, isRequired: false)
    }
}
