public import Contracts

/// A kind of message: what it says in each language, what it is filled with, and how it is treated. Its name is the topic of
/// preferences and webhooks.
public struct Template: Sendable {
    public let name: String
    public let variables: [TemplateVariable]
    public let treatment: TemplateTreatment
    let english: TemplateText
    let french: TemplateText

    init(
        _ name: String, english: [UInt8], french: [UInt8], _ variables: [TemplateVariable],
        _ treatment: TemplateTreatment = TemplateTreatment()
    ) {
        self.name = name
        self.variables = variables
        self.treatment = treatment
        self.english = TemplateText(String(decoding: english, as: UTF8.self), .english)
        self.french = TemplateText(String(decoding: french, as: UTF8.self), .french)
    }

    func text(in language: Language) -> TemplateText {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// What such messages are, in words: `Invoices`.
    public func title(in language: Language) -> String { text(in: language).title }
}
