/// What a list command shows, for people and for programs.
struct Listing: Sendable {
    /// One line.
    let json: String
    let lines: [String]

    /// A row an item.
    init<Item: Encodable>(_ items: [Item], _ header: [String], _ cells: (Item) -> [String]) throws {
        json = try Output.jsonLine(["items": items])
        lines = Output.lines(header, items.map(cells))
    }

    /// One thing.
    init(_ item: some Encodable, lines: [String]) throws {
        json = try Output.jsonLine(item)
        self.lines = lines
    }
}

extension CommandArguments {
    /// Between two looks; nil where one is enough.
    var watchInterval: Duration? {
        get throws {
            has("watch") ? .seconds(try integer("watch", in: 1...3600, default: 2)) : nil
        }
    }

    /// For what is done once.
    func refuseWatch() throws {
        if has("watch") { throw UsageMistake(message: "--watch is for lists") }
    }

    /// Prints what is read: once, or again and again with `--watch`, in place of the last one on a terminal.
    /// - Returns: the exit status.
    func show(_ read: () async throws -> Listing) async throws -> Int32 {
        guard let interval = try watchInterval else {
            let listing = try await read()
            try Output.write(isJSON ? listing.json + "\n" : listing.text)
            return 0
        }
        var watch = Watch(every: interval, asJSON: isJSON)
        while true {
            do {
                try watch.show(try await read())
            } catch let error where Watch.isPassing(error) {
                try watch.show(trouble: Explanation.text(of: error))
            }
            try await Task.sleep(for: interval)
        }
    }
}

extension Listing {
    var text: String { lines.map { $0 + "\n" }.joined() }
}
