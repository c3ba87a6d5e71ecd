// Placeholders while rooms or messages load.

export const RoomSkeletons = () => (
  <div class="skeletons" role="status">
    <span class="hidden">Loading the conversations…</span>
    {[62, 48, 70, 40, 55].map((width) => (
      <div key={width} class="room">
        <span class="avatar skeleton" />
        <span class="title skeleton" style={{ width: `${width}%` }} />
        <span class="preview skeleton" />
      </div>
    ))}
  </div>
);

export const MessageSkeletons = () => (
  <div class="skeletons" role="status">
    <span class="hidden">Loading the messages…</span>
    {[34, 52, 26, 44, 38].map((width, index) => (
      <div key={width} class={index % 3 === 2 ? "message own" : "message other"}>
        <span class="bubble skeleton" style={{ width: `${width}%` }} />
      </div>
    ))}
  </div>
);
