/// All promises, for an engine's tests to run one by one.
public enum StoreSuite {
    public static let cases: [StoreCase] =
        appending + repeating + ordering + counting + treeReading + listing + filtering + logging + searching
        + deleting + caring + recording + records + callingOnce + forgetting

    /// Those about what people write, what runs teach, and lists of model calls.
    public static let records: [StoreCase] =
        annotating + judging + conversing + collecting + sharing + calling + learning + reviewing + crediting
        + undoing + remembering + indexing
}
