using System.Buffers.Binary;
using System.Text;

namespace PhoneBank.Privacy;

/// <summary>Where a sealed value lives. It is bound into the seal, so that a value moved to another row or column does not open.</summary>
public readonly record struct Place(string Table, string Column, Guid Row)
{
    internal byte[] AssociatedData(Guid keyId)
    {
        var table = Encoding.ASCII.GetByteCount(Table);
        var column = Encoding.ASCII.GetByteCount(Column);
        var data = new byte[4 + table + column + 32];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)table);
        Encoding.ASCII.GetBytes(Table, data.AsSpan(2));
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2 + table), (ushort)column);
        Encoding.ASCII.GetBytes(Column, data.AsSpan(4 + table));
        Row.TryWriteBytes(data.AsSpan(4 + table + column), bigEndian: true, out _);
        keyId.TryWriteBytes(data.AsSpan(20 + table + column), bigEndian: true, out _);
        return data;
    }
}
