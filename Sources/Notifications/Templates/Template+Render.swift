public import Accounts
public import Contracts

extension Template {
    /// - Throws: `InvalidRequest` for what `problems(of:link:)` lists: no message has a hole.
    public func render(
        _ data: [String: TemplateValue], link: NotificationLink?, for reader: Reader
    ) throws(InvalidRequest) -> RenderedMessage {
        let (arguments, problems) = read(data, link: link)
        guard problems.isEmpty else { throw InvalidRequest(problems: problems) }
        let text = text(in: reader.language)
        let format = LocalFormat(language: reader.language, timeZone: reader.timeZone)
        let subject = text.subject.filled(arguments, format) ?? text.title
        var blocks: [MessageBlock] = []
        var details: [String] = []
        for (index, paragraph) in text.paragraphs.enumerated() {
            let block: MessageBlock
            if let list = Self.list(paragraph, arguments) {
                block = MessageBlock(list, shownAtMost: MessageBlock.listed, format)
            } else {
                let lines = paragraph.compactMap { $0.filled(arguments, format) }.filter { !$0.isEmpty }
                if lines.isEmpty { continue }
                block = .paragraph(lines)
            }
            blocks.append(block)
            // The first paragraph says what the subject does.
            if index > 0, paragraph.contains(where: { !$0.names.isEmpty }) { details += block.lines }
        }
        return RenderedMessage(
            subject: subject, blocks: blocks, details: details, button: text.button, link: link,
            canBeUnsubscribed: !treatment.isAboutAccess)
    }

    /// The lines of a variable that is a paragraph by itself and a list.
    private static func list(_ paragraph: [TextLine], _ arguments: [String: Argument]) -> [String]? {
        guard paragraph.count == 1, case .value(let name)? = paragraph.first?.pieces.first,
            paragraph.first?.pieces.count == 1, case .list(let lines)? = arguments[name]
        else { return nil }
        return lines
    }
}
