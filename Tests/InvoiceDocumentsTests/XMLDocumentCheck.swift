import Foundation
import FoundationXML

enum XMLDocumentCheck {
    static func isWellFormed(_ xml: String) throws -> Bool { XMLParser(data: Data(xml.utf8)).parse() }
}
