using System.Buffers.Binary;
using System.Text;

namespace PhoneBank.Privacy;

/// <summary>Where a sealed value lives. It is bound into the seal, so that a value moved to another row or column does not open.</summary>
public readonly record struct Place(string Table, string Column, Guid Row)
{
    /// <summary>Names of tables and columns are ours, and shorter than that.</summary>
    internal const int MostAssociatedData = 160;

    /// <summary>Writes what is bound into the seal; how many bytes that is.</summary>
    internal int WriteAssociatedData(Guid keyId, Span<byte> data)
    {
        var table = Encoding.ASCII.GetByteCount(Table);
        var column = Encoding.ASCII.GetByteCount(Column);
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)table);
        Encoding.ASCII.GetBytes(Table, data[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(data[(2 + table)..], (ushort)column);
        Encoding.ASCII.GetBytes(Column, data[(4 + table)..]);
        Row.TryWriteBytes(data[(4 + table + column)..], bigEndian: true, out _);
        keyId.TryWriteBytes(data[(20 + table + column)..], bigEndian: true, out _);
        return 36 + table + column;
    }
}
