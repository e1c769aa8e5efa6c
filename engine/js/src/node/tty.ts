export const isatty = () => false
