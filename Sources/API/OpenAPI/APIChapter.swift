/// Modules that belong together, for those who read about the API.
struct APIChapter: Sendable {
    let name: String
    let modules: [any APIModule.Type]

    init(_ name: String, _ modules: [any APIModule.Type]) {
        self.name = name
        self.modules = modules
    }

    /// What the routes of its modules are tagged with.
    var tags: [String] { modules.map(Self.tag) }

    /// `JobRoutes` is `Job`.
    static func tag(of module: any APIModule.Type) -> String {
        String(describing: module).replacing(/Routes$/, with: "")
    }
}
