export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#14342b"/>
<path d="M9 6h14v20l-2-1.500-2.500 1.500-2.500-1.500-2.500 1.500-2.500-1.500-2 1.500z" fill="#fff"/>
<path d="M12 11h8M12 15h8M12 19h5" stroke="#14342b" stroke-width="1.500"/>
</svg>`;
